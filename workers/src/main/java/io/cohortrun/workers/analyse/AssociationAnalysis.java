package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Associations;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Screen;
import io.cohortrun.workflows.stats.screen.Skipped;
import io.cohortrun.workflows.stats.screen.Stability;
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

  /** Tests all strata, one after the other, each on all cores: the first holds every patient. */
  public static AssociationAnalysis of(Population population) {
    List<Tested> tested = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    population.strata().forEach(s -> Screen.of(population, s, tested::add, skipped::add));
    return new AssociationAnalysis(
        Stability.of(population, Associations.of(tested)), List.copyOf(skipped));
  }

  /** Tests that count. */
  public List<Association> significant() {
    return associations.stream().filter(Association::significant).toList();
  }
}
