package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.concordance.AssociationOverlap;
import io.cohortrun.workflows.stats.screen.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether two analyses of associations agree, on the tests that both made. */
public final class AssociationComparison {

  /** All levels together. */
  private static final String ALL = "";

  private final AssociationCalls here;
  private final AssociationCalls there;

  private AssociationComparison(AssociationCalls here, AssociationCalls there) {
    this.here = here;
    this.there = there;
  }

  /**
   * Reads both.
   *
   * @param a folder with {@code associations.parquet}, of {@code analyse associations -o} or of a
   *     run's analysis
   * @param b another
   * @throws BadTable one of them is no such folder, or they share no test
   * @throws IOException a table cannot be read
   */
  public static AssociationComparison of(Path a, Path b) throws BadTable, IOException {
    AssociationCalls here = AssociationCalls.read(a);
    AssociationCalls there = AssociationCalls.read(b);
    if (here.common(there).isEmpty()) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "%s and %s have no stratum and attribute in common; are their columns named alike?"
              .formatted(a, b));
    }
    return new AssociationComparison(here, there);
  }

  /** Over all levels. */
  public AssociationOverlap overlap() {
    return here.overlap(there, test -> true);
  }

  /** Of densities alone, over all levels. */
  AssociationOverlap ofDensities() {
    return here.overlap(there, test -> test.feature().equals(Feature.DENSITY));
  }

  /** Whether both made a test of a channel's density. */
  boolean both(String level, String stratum, String channel, String attribute) {
    AssociationCalls.Test test =
        new AssociationCalls.Test(level, here.told(level, stratum), Feature.DENSITY, attribute);
    return here.made(test, channel) && there.made(test, channel);
  }

  /** What they come to, for all levels (an empty term) and each. */
  public List<Quantity> quantities() {
    List<Quantity> found = new ArrayList<>();
    put(found, ALL, test -> true);
    here.common(there).stream()
        .map(AssociationCalls.Test::level)
        .distinct()
        .sorted()
        .forEach(level -> put(found, level, test -> test.level().equals(level)));
    return found;
  }

  private void put(List<Quantity> found, String level, Predicate<AssociationCalls.Test> counts) {
    AssociationOverlap overlap = here.overlap(there, counts);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("tests", (double) overlap.universe());
    values.put("significant_a", (double) overlap.significantA());
    values.put("significant_b", (double) overlap.significantB());
    values.put("shared", (double) overlap.shared());
    values.put("opposite", (double) overlap.opposite());
    values.put("sign_agreement", overlap.signAgreement());
    values.put("count_ratio", overlap.significantA() / (double) overlap.significantB());
    values.put("fisher_p_greater", overlap.fisher().greater());
    values.put("odds_ratio_sample", overlap.fisher().sampleOdds());
    values.put("odds_ratio_conditional", overlap.fisher().conditionalOdds());
    values.put("odds_ratio_within_attributes", overlap.withinAttributes());
    values.put("p_within_attributes", overlap.withinAttributesP());
    values.put("p_channels_relabelled", overlap.relabelledP());
    values.forEach((quantity, value) -> found.add(new Quantity(quantity, level, value)));
  }
}
