package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Associations;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Skipped;
import io.cohortrun.workflows.stats.screen.Stability;
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
    return of(
        population,
        population.strata().stream().map(stratum -> StratumTests.of(population, stratum)).toList());
  }

  /** Corrects for the number of tests over all strata, which stand in their order. */
  public static AssociationAnalysis of(Population population, List<StratumTests> strata) {
    List<Association> associations =
        Associations.of(strata.stream().flatMap(s -> s.tested().stream()).toList());
    return new AssociationAnalysis(
        Stability.of(population, associations),
        strata.stream().flatMap(s -> s.skipped().stream()).toList());
  }

  /** Tests that count. */
  public List<Association> significant() {
    return associations.stream().filter(Association::significant).toList();
  }
}
