package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.analyse.EqualSize;
import io.cohortrun.workers.analyse.PopulationComparison;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.concordance.ActivationConcordance;
import io.cohortrun.workflows.stats.concordance.CountRatio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two complete runs say of each other beside their associations.
 *
 * @param recorded whether both have a record that can be read
 * @param choices in which they differ; empty where one's record names none, or is not there
 * @param quantities if they are not compared, how many choices differ at most
 * @param refused why not, else empty
 */
public record RunComparison(
    boolean recorded,
    Optional<List<ChoiceDifference>> choices,
    List<Quantity> quantities,
    String refused) {

  /** Patients of a subtype whose mean counts, on each side. */
  private static final int PATIENTS = 10;

  /**
   * Compares the folders of two runs.
   *
   * @param tests of both
   * @throws IOException this disk fails
   */
  public static RunComparison of(Path a, Path b, AssociationComparison tests) throws IOException {
    Optional<List<ChoiceDifference>> choices;
    try {
      choices =
          ChoiceDifference.between(
              ComparedRun.choices(a.toString()), ComparedRun.choices(b.toString()));
    } catch (ComparedRun.Refused e) {
      return new RunComparison(false, Optional.empty(), List.of(), e.getMessage());
    }
    List<Quantity> differ = choices.map(ChoiceDifference::count).stream().toList();
    try (WorkFolder first = WorkFolder.open();
        WorkFolder second = WorkFolder.open()) {
      ComparedRun here = ComparedRun.read(a.toString(), first.path());
      ComparedRun there = ComparedRun.read(b.toString(), second.path());
      ComparedRun.requireComparable(here.input(), there.input());
      List<Quantity> found = new ArrayList<>(differ);
      put(found, PopulationComparison.of(here.population(), there.population(), PATIENTS));
      if (ComparedRun.haveOneRule(here.input(), there.input())) {
        AnalysisSettings.Associations asked = here.input().analyses().associations();
        CountRatio ratio =
            EqualSize.of(
                here.population(),
                there.population(),
                tests,
                AskedStrata.least(asked),
                asked.falseDiscoveryRate());
        found.add(new Quantity("count_ratio_densities", "", ratio.ratio()));
        found.add(new Quantity("count_ratio_equal_n", "", ratio.atEqualSize()));
        found.add(new Quantity("count_ratio_equal_n_lower", "", ratio.lower()));
        found.add(new Quantity("count_ratio_equal_n_upper", "", ratio.upper()));
      }
      return new RunComparison(true, choices, found, "");
    } catch (ComparedRun.Refused e) {
      return new RunComparison(true, choices, differ, e.getMessage());
    }
  }

  private static void put(List<Quantity> found, PopulationComparison means) {
    ActivationConcordance activations = means.activations();
    found.add(new Quantity("activation_cells", "", activations.cells()));
    found.add(new Quantity("activation_spearman", "", activations.pooled()));
    for (int c = 0; c < activations.perChannel().length; c++) {
      found.add(
          new Quantity(
              "activation_spearman", means.channels().get(c), activations.perChannel()[c]));
    }
    found.add(new Quantity("activation_spearman_centred", "", activations.centred()));
    found.add(new Quantity("activation_spearman_relabelled", "", activations.shuffled()));
    found.add(new Quantity("activation_p_relabelled", "", activations.p()));
  }
}
