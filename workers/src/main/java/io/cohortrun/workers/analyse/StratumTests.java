package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Screen;
import io.cohortrun.workflows.stats.screen.Skipped;
import io.cohortrun.workflows.stats.screen.Tested;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests of one stratum came to; corrections for their number come when all strata are
 * there.
 *
 * @param skipped tests that were not made, by attribute and reason
 */
public record StratumTests(List<Tested> tested, List<Skipped> skipped) {

  /** Tests a stratum. */
  public static StratumTests of(Population population, Population.Stratum stratum, Least least) {
    StratumTests tests = new StratumTests(new ArrayList<>(), new ArrayList<>());
    Screen.of(population, stratum, least, tests.tested::add, tests.skipped::add);
    return tests;
  }
}
