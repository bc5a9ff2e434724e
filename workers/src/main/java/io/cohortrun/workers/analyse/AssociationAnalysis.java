package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Associations;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Screen;
import io.cohortrun.workflows.stats.screen.Skipped;
import io.cohortrun.workflows.stats.screen.Tested;
import java.util.ArrayList;
import java.util.List;

/**
 * Every feature against every attribute at every level.
 *
 * @param associations all eligible tests, by level, stratum and p
 * @param skipped tests that were not made, by stratum, attribute and reason
 */
public record AssociationAnalysis(List<Association> associations, List<Skipped> skipped) {

  private record Part(List<Tested> tested, List<Skipped> skipped) {}

  /** Tests all strata, on all cores. */
  public static AssociationAnalysis of(Population population) {
    List<Part> parts =
        population.strata().parallelStream()
            .map(
                stratum -> {
                  Part part = new Part(new ArrayList<>(), new ArrayList<>());
                  Screen.of(population, stratum, part.tested::add, part.skipped::add);
                  return part;
                })
            .toList();
    return new AssociationAnalysis(
        Associations.of(parts.stream().flatMap(p -> p.tested.stream()).toList()),
        parts.stream().flatMap(p -> p.skipped.stream()).toList());
  }

  /** Tests that count. */
  public List<Association> significant() {
    return associations.stream().filter(Association::significant).toList();
  }
}
