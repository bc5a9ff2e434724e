package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.concordance.CountRatio;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Associations;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Genes;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Screen;
import io.cohortrun.workflows.stats.screen.Tested;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many more associations a population has than another on their common tests, and how many more
 * if it had as few patients of each subtype. Counted are those of densities: each draw tests them
 * all again, and corrects anew.
 */
public final class EqualSize {

  /** Draws of patients. */
  public static final int DRAWS = 100;

  private static final long SEED = 1;

  private final Population population; // densities alone
  private final AssociationComparison tests;
  private final Least least;
  private final double rate;

  private EqualSize(Population population, AssociationComparison tests, Least least, double rate) {
    this.population = population;
    this.tests = tests;
    this.least = least;
    this.rate = rate;
  }

  /**
   * Draws.
   *
   * @param a the population that is cut down to the sizes of b
   * @param tests of both
   * @param least patients of a test
   * @param rate of false discoveries at which an association of a counts
   */
  public static CountRatio of(
      Population a, Population b, AssociationComparison tests, Least least, double rate) {
    Map<String, Integer> stratum = new HashMap<>();
    int[] strataOfA =
        PopulationComparison.groups(a).stream()
            .mapToInt(name -> stratum.computeIfAbsent(name, n -> stratum.size()))
            .toArray();
    int[] sizesOfB = new int[stratum.size()];
    for (String name : PopulationComparison.groups(b)) {
      if (stratum.containsKey(name)) {
        sizesOfB[stratum.get(name)]++;
      }
    }
    Population densities =
        new Population(
            a.type(),
            a.subtype(),
            a.site(),
            a.features().stream().filter(Feature::isDensity).toList(),
            a.attributes(),
            a.outcomes(),
            List.of(),
            Genes.NONE,
            a.wider());
    EqualSize draws = new EqualSize(densities, tests, least, rate);
    return CountRatio.of(
        tests.ofDensities().significantB(), strataOfA, sizesOfB, DRAWS, SEED, draws::significant);
  }

  private int significant(BitSet drawn) {
    Population patients = population.only(drawn.stream().toArray());
    Associations families = new Associations(rate);
    List<Tested> tested = new ArrayList<>();
    for (Population.Stratum stratum : patients.strata(least)) {
      Screen.of(patients, stratum, least, tested::add, none -> {});
    }
    tested.forEach(families::count);
    return (int)
        families.corrected(tested).stream()
            .filter(Association::significant)
            .map(Association::tested)
            .filter(t -> tests.both(t.level().written(), t.stratum(), t.channel(), t.attribute()))
            .count();
  }
}
