package io.cohortrun.workflows.stats.rank;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often p falls below a level where nothing is associated: arms drawn at random, small and
 * large, in features with and without zeros, in one stratum and in many.
 */
public final class NullCalibration {

  public static final List<Double> LEVELS = List.of(0.05, 0.01, 1e-3, 1e-4, 1e-5);
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
  public record Rate(String scenario, double level, int tests, int below, int limit) {}

  /** For each arm and then each level, of so many tests an arm; arms are drawn side by side. */
  public static List<Rate> rates(int tests, long seed) {
    return SCENARIOS.parallelStream().flatMap(one -> rates(one, tests, seed).stream()).toList();
  }

  private static List<Rate> rates(Scenario scenario, int tests, long seed) {
    int[] below = new int[LEVELS.size()];
    var random = new Random(seed);
    for (int done = 0; done < tests; done += ARMS) {
      Ranking ranking = ranking(scenario, random);
      for (int arm = 0; arm < ARMS; arm++) {
        long[] drawn = arm(scenario, random);
        double p =
            scenario.strata == 1
                ? MannWhitney.test(ranking, drawn).p()
                : VanElteren.test(ranking, drawn).p();
        for (int l = 0; l < LEVELS.size(); l++) {
          below[l] += p < LEVELS.get(l) ? 1 : 0;
        }
      }
    }
    return IntStream.range(0, LEVELS.size())
        .mapToObj(
            l -> {
              double level = LEVELS.get(l);
              int limit = BinomialDistribution.of(tests, level).inverseSurvivalProbability(1e-4);
              return new Rate(scenario.name, level, tests, below[l], limit);
            })
        .toList();
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
}
