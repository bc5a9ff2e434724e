package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tests each stratum once, on all cores, and holds what that came to: 150 bytes a test. */
public final class HeldStrata implements TestedStrata {

  private final Population population;
  private final List<Population.Stratum> strata;
  private final Map<Integer, StratumTests> held = new HashMap<>();

  private HeldStrata(Population population) {
    this.population = population;
    this.strata = population.strata(Least.USUAL);
  }

  /** All strata of a population. */
  public static HeldStrata of(Population population) {
    return new HeldStrata(population);
  }

  @Override
  public List<Population.Stratum> strata() {
    return strata;
  }

  @Override
  public Least least() {
    return Least.USUAL;
  }

  @Override
  public StratumTests tests(int i) {
    return held.computeIfAbsent(i, at -> StratumTests.of(population, strata.get(at), least()));
  }
}
