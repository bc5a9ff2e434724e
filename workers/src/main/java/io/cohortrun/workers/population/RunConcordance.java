package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.analyse.EqualSize;
import io.cohortrun.workers.analyse.PopulationComparison;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.stats.concordance.CountRatio;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compares a run with another and writes {@code analysis/concordance.json}, once. What stands
 * against it is written there as its reason, and costs the run nothing else.
 */
final class RunConcordance {

  private static final String FILE = "concordance.json";

  private final ObjectStore store;
  private final RunLayout layout;

  RunConcordance(ObjectStore store, RunLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Compares, unless an earlier try did.
   *
   * @param analysis folder on this machine with this run's {@code associations.parquet}, if it has
   *     one
   * @throws IOException this run's store or this disk fails
   */
  void write(AnalysisSettings.Concordance asked, Population here, Path analysis)
      throws IOException {
    String key = layout.analysis() + FILE;
    Optional<byte[]> before = store.get(key);
    if (before.isPresent()
        && Json.MAPPER.readValue(before.get(), ConcordanceFile.class).refused() == null) {
      return;
    }
    byte[] input =
        store
            .get(layout.input())
            .orElseThrow(() -> new IOException(layout.input() + " is missing"));
    ConcordanceFile found =
        compared(asked, Json.MAPPER.readValue(input, CohortInput.class), here, analysis);
    store.put(key, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(found));
  }

  private static ConcordanceFile compared(
      AnalysisSettings.Concordance asked, CohortInput input, Population here, Path analysis)
      throws IOException {
    ConcordanceFile.Other other = new ConcordanceFile.Other(asked.run(), null, null);
    try (WorkFolder folder = WorkFolder.open()) {
      ComparedRun there = ComparedRun.read(asked.run(), folder.path());
      other =
          new ConcordanceFile.Other(asked.run(), there.input().run().uid(), there.input().name());
      ComparedRun.requireComparable(input, there.input());
      PopulationComparison means =
          PopulationComparison.of(here, there.population(), asked.minPatients());
      Optional<AssociationComparison> tests = tests(analysis, folder.path());
      return new ConcordanceFile(
          other,
          ChoiceDifference.between(NamedChoices.ALL, there.choices()).orElse(null),
          means.points().isEmpty()
              ? null
              : ConcordanceFile.Activations.of(means, asked.minPatients()),
          tests.map(t -> ConcordanceFile.Overlap.of(t.overlap())).orElse(null),
          tests
              .filter(t -> ComparedRun.haveOneRule(input, there.input()))
              .map(t -> equalSize(here, there.population(), t, input))
              .map(ratio -> ConcordanceFile.Ratio.of(ratio, EqualSize.DRAWS))
              .orElse(null),
          means.points(),
          null);
    } catch (ComparedRun.Refused e) {
      return ConcordanceFile.refused(other, e.getMessage());
    }
  }

  /** Of a run that tested associations. */
  private static CountRatio equalSize(
      Population here, Population there, AssociationComparison tests, CohortInput input) {
    AnalysisSettings.Associations asked = input.analyses().associations();
    return EqualSize.of(here, there, tests, AskedStrata.least(asked), asked.falseDiscoveryRate());
  }

  /** Tests that both made; empty where one of them made none, or there is none in common. */
  private static Optional<AssociationComparison> tests(Path here, Path there) throws IOException {
    try {
      return Optional.of(AssociationComparison.of(here, there));
    } catch (BadTable e) {
      return Optional.empty();
    }
  }
}
