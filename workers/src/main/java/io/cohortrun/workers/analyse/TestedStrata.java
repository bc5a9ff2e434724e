package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.util.List;

/** Strata whose tests can be asked for more than once. */
public interface TestedStrata {

  /** In order of level and name. */
  List<Population.Stratum> strata();

  /** How many patients their tests take. */
  Least least();

  /** What the tests of the i-th came to, made when they are first asked for. */
  StratumTests tests(int i) throws IOException;
}
