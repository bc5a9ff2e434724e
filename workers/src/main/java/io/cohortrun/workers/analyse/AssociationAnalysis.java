package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Associations;
import io.cohortrun.workflows.stats.screen.GivenDensity;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Skipped;
import io.cohortrun.workflows.stats.screen.Stability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every feature against every attribute in every stratum. Tests are asked for twice, a stratum at a
 * time: to correct for the number of all, and to be told; a population of the study's size makes
 * millions.
 */
public final class AssociationAnalysis {

  private final Population population;
  private final TestedStrata strata;
  private final Associations families;
  private final List<Skipped> skipped = new ArrayList<>();

  private AssociationAnalysis(Population population, TestedStrata strata, double rate)
      throws IOException {
    this.population = population;
    this.strata = strata;
    this.families = new Associations(rate);
    for (int i = 0; i < strata.strata().size(); i++) {
      StratumTests tests = strata.tests(i);
      tests.tested().forEach(families::count);
      skipped.addAll(tests.skipped());
    }
  }

  /** Takes what is associated, a stratum at a time. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a stratum's.
     *
     * @param associations all eligible tests of the stratum, by p
     */
    void stratum(List<Association> associations) throws IOException;
  }

  /**
   * Tests all strata.
   *
   * @param strata in order of level and name
   * @param rate of false discoveries at which an association counts
   * @throws IOException their tests cannot be kept
   */
  public static AssociationAnalysis of(Population population, TestedStrata strata, double rate)
      throws IOException {
    return new AssociationAnalysis(population, strata, rate);
  }

  /** In which tests were made. */
  public List<Population.Stratum> strata() {
    return strata.strata();
  }

  /** Whose they are. */
  Population population() {
    return population;
  }

  /** Fewest patients of a test. */
  Least least() {
    return strata.least();
  }

  /** Eligible tests. */
  public int tests() {
    return families.tests();
  }

  /** Tests that count. */
  public int significant() {
    return families.significant();
  }

  /** Tests that were not made, by stratum, attribute and reason. */
  public List<Skipped> skipped() {
    return skipped;
  }

  /** Corrects for the number of tests and tells all, by level, stratum and p. */
  public void tell(Sink sink) throws IOException {
    for (int i = 0; i < strata.strata().size(); i++) {
      Population.Stratum stratum = strata.strata().get(i);
      Least least = strata.least();
      List<Association> corrected = families.corrected(strata.tests(i).tested());
      sink.stratum(
          GivenDensity.of(
              population, stratum, Stability.of(population, stratum, corrected, least), least));
    }
  }
}
