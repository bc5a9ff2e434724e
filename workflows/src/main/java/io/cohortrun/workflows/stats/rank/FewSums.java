package io.cohortrun.workflows.stats.rank;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Exact p of a rank sum over strata that takes few values, since few subjects do not share the
 * commonest one, or few values occur. Such sums lie unevenly, and no smooth approximation meets
 * them. The arm of each stratum is drawn value by value, each draw hypergeometric given those
 * before.
 */
final class FewSums {

  /** Additions that it may take: a millisecond. */
  private static final double MOST = 20_000;

  /** Unit of sums. */
  private static final double GRAIN = 1e-12;

  /** Sums that are nearer to each other are the same but for rounding. */
  private static final double NEAR = 1e-10;

  private FewSums() {}

  /**
   * Whether there is such a p at a reasonable price, by a bound of the additions.
   *
   * @param strata those with both arms
   * @param arm subjects of the arm, per such stratum
   */
  static boolean applies(Ranking ranking, int[] strata, int[] arm) {
    double additions = 0;
    double sums = 1;
    for (int h = 0; h < strata.length && additions <= MOST; h++) {
      int[] counts = ranking.counts(strata[h]);
      int commonest = commonest(counts);
      double drawn = 1; // ways to choose how many of each value but the commonest are in the arm
      for (int g = 0; g < counts.length && additions <= MOST; g++) {
        if (g != commonest) {
          drawn *= Math.min(counts[g], arm[h]) + 1;
          additions += drawn;
        }
      }
      sums *= drawn;
      additions += sums;
    }
    return additions <= MOST;
  }

  private static int commonest(int[] counts) {
    int commonest = 0;
    for (int g = 1; g < counts.length; g++) {
      commonest = counts[g] > counts[commonest] ? g : commonest;
    }
    return commonest;
  }

  /**
   * P that the sum of rank / (n_s + 1) over the arm is at least as far from its mean, in either
   * direction.
   *
   * @param strata those with both arms
   * @param arm subjects of the arm, per such stratum
   */
  static double p(Ranking ranking, int[] strata, int[] arm, double far) {
    Map<Long, Double> sums = Map.of(0L, 1.0); // in grains, less their mean
    for (int h = 0; h < strata.length; h++) {
      sums = added(sums, stratum(ranking, strata[h], arm[h]));
    }
    double least = (far - NEAR) / GRAIN;
    double p = 0;
    for (var sum : new TreeMap<>(sums).entrySet()) {
      p += Math.abs(sum.getKey()) >= least ? sum.getValue() : 0;
    }
    return Math.min(1, p);
  }

  private static Map<Long, Double> added(Map<Long, Double> sums, Map<Long, Double> others) {
    Map<Long, Double> added = new HashMap<>();
    sums.forEach(
        (sum, p) -> others.forEach((other, q) -> added.merge(sum + other, p * q, Double::sum)));
    return added;
  }

  /** Sums of one stratum and their probabilities. */
  private static Map<Long, Double> stratum(Ranking ranking, int s, int arm) {
    int[] levels = ranking.levels(s);
    int[] counts = ranking.counts(s);
    int commonest = commonest(counts);
    int n = ranking.size(s);
    int rest = n;
    // By how many are drawn: distance of their doubled ranks from as many of the commonest.
    Map<Integer, Map<Long, Double>> drawn = Map.of(0, Map.of(0L, 1.0));
    for (int g = 0; g < counts.length; g++) {
      if (g != commonest) {
        drawn = drawn(drawn, arm, rest, counts[g], levels[g] - levels[commonest]);
        rest -= counts[g];
      }
    }
    long mean = (long) arm * (n + 1 - levels[commonest]);
    Map<Long, Double> sums = new HashMap<>();
    for (Map<Long, Double> of : drawn.values()) {
      of.forEach(
          (sum, p) ->
              sums.merge(Math.round((sum - mean) / (2 * (n + 1.0)) / GRAIN), p, Double::sum));
    }
    return sums;
  }

  /**
   * After one more value.
   *
   * @param rest subjects who have this value or are still to come
   * @param count subjects who have it
   * @param by doubled rank that each of them adds
   */
  private static Map<Integer, Map<Long, Double>> drawn(
      Map<Integer, Map<Long, Double>> before, int arm, int rest, int count, long by) {
    Map<Integer, Map<Long, Double>> after = new TreeMap<>();
    before.forEach(
        (taken, sums) -> {
          var of = HypergeometricDistribution.of(rest, count, arm - taken);
          for (int j = of.getSupportLowerBound(); j <= of.getSupportUpperBound(); j++) {
            Map<Long, Double> to = after.computeIfAbsent(taken + j, t -> new HashMap<>());
            double share = of.probability(j);
            long more = j * by;
            sums.forEach((sum, p) -> to.merge(sum + more, p * share, Double::sum));
          }
        });
    return after;
  }
}
