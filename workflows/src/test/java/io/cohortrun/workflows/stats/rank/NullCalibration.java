package io.cohortrun.workflows.stats.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often p falls below a level where nothing is associated: arms drawn at random, small and
 * large, in features with and without zeros, in one stratum and in many.
 */
final class NullCalibration {

  static final double[] LEVELS = {0.05, 0.01, 1e-3, 1e-4, 1e-5};
  private static final int ARMS = 500;

  private NullCalibration() {}

  /** A feature: share of zeros, and of how many different values the rest is (0: all differ). */
  private record Scenario(String name, int n1, int n, int strata, double zeros, int values) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("10 of 2,010, 98 % zeros", 10, 2010, 1, 0.98, 0),
          new Scenario("10 of 2,010, none", 10, 2010, 1, 0, 0),
          new Scenario("12 of 300, 70 % zeros", 12, 300, 1, 0.7, 0),
          new Scenario("15 of 400, 60 % zeros, 6 values", 15, 400, 1, 0.6, 6),
          new Scenario("60 of 700, 85 % zeros", 60, 700, 1, 0.85, 0),
          new Scenario("200 of 1,000, none", 200, 1000, 1, 0, 0),
          new Scenario("20 of 600 in 15 strata, none", 20, 600, 15, 0, 0),
          new Scenario("30 of 800 in 20 strata, 80 % zeros", 30, 800, 20, 0.8, 0),
          new Scenario("120 of 900 in 30 strata, none", 120, 900, 30, 0, 0));

  /**
   * Tests below a level.
   *
   * @param limit that the binomial distribution passes once in 10,000 times
   */
  record Rate(String scenario, double level, int tests, int below, int limit) {}

  static List<Rate> rates(int tests, long seed) {
    List<Rate> rates = new ArrayList<>();
    for (Scenario scenario : SCENARIOS) {
      int[] below = new int[LEVELS.length];
      var random = new Random(seed);
      for (int done = 0; done < tests; done += ARMS) {
        Ranking ranking = ranking(scenario, random);
        for (int arm = 0; arm < ARMS; arm++) {
          long[] drawn = arm(scenario, random);
          double p =
              scenario.strata == 1
                  ? MannWhitney.test(ranking, drawn).p()
                  : VanElteren.test(ranking, drawn).p();
          for (int l = 0; l < LEVELS.length; l++) {
            below[l] += p < LEVELS[l] ? 1 : 0;
          }
        }
      }
      for (int l = 0; l < LEVELS.length; l++) {
        int limit = BinomialDistribution.of(tests, LEVELS[l]).inverseSurvivalProbability(1e-4);
        rates.add(new Rate(scenario.name, LEVELS[l], tests, below[l], limit));
      }
    }
    return rates;
  }

  private static Ranking ranking(Scenario scenario, Random random) {
    double[] values = new double[scenario.n];
    int[] stratum = new int[scenario.n];
    for (int i = 0; i < scenario.n; i++) {
      boolean zero = random.nextDouble() < scenario.zeros;
      double value =
          scenario.values == 0 ? 1 + random.nextDouble() : 1 + random.nextInt(scenario.values);
      values[i] = zero ? 0 : value;
      stratum[i] = (int) (scenario.strata * Math.pow(random.nextDouble(), 2)); // of unequal sizes
    }
    return Ranking.of(values, stratum);
  }

  private static long[] arm(Scenario scenario, Random random) {
    long[] arm = new long[(scenario.n + 63) / 64];
    for (int drawn = 0; drawn < scenario.n1; ) {
      int i = random.nextInt(scenario.n);
      drawn += (arm[i >> 6] >>> i & 1) == 0 ? 1 : 0;
      arm[i >> 6] |= 1L << i;
    }
    return arm;
  }

  /** Prints a table; the argument is the number of tests per scenario. */
  public static void main(String[] args) {
    System.out.println("scenario\tlevel\ttests\tbelow\trate/level\tlimit");
    for (Rate r : rates(Integer.parseInt(args[0]), 1)) {
      System.out.printf(
          Locale.ROOT,
          "%s\t%.0e\t%d\t%d\t%.2f\t%d%n",
          r.scenario,
          r.level,
          r.tests,
          r.below,
          r.below / (r.level * r.tests),
          r.limit);
    }
  }
}
