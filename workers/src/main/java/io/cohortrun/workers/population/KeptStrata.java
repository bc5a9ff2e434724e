package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.analyse.TestedStrata;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.util.List;

/** Strata of a run, each tested once and kept; one at a time is held. */
record KeptStrata(
    Population population,
    List<Population.Stratum> strata,
    Least least,
    KeptParts<StratumTests> kept)
    implements TestedStrata {

  @Override
  public StratumTests tests(int i) throws IOException {
    return kept.part(i, at -> StratumTests.of(population, strata.get(at), least));
  }
}
