package io.cohortrun.workflows.stats.rank;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Exact p of a rank sum where all values differ but for those that share the lowest (a density of
 * 0, mostly): the number of the arm's subjects above it is hypergeometric, and given that number
 * their rank sum is one of untied ranks.
 */
final class ExactRankSum {

  private ExactRankSum() {}

  /**
   * Whether there is such a p at a reasonable price.
   *
   * @param k subjects of the smaller arm
   */
  static boolean applies(Ranking ranking, int s, int k) {
    double lowest = lowest(ranking, s);
    return k < SubsetSums.DRAWN
        && ranking.ties(s) == lowest * lowest * lowest - lowest
        && ranking.size(s) - lowest <= SubsetSums.LARGEST;
  }

  /** Subjects that share the lowest value; 0 if but one has it. */
  private static int lowest(Ranking ranking, int s) {
    int first = ranking.levels(s).counts()[0];
    return first > 1 ? first : 0;
  }

  /**
   * p of a rank sum at least as far from its mean.
   *
   * @param k subjects of the smaller arm
   * @param off twice the distance of U from its mean
   */
  static double p(Ranking ranking, int s, int k, long off) {
    int n = ranking.size(s);
    int lowest = lowest(ranking, s);
    int above = n - lowest;
    var sums = SubsetSums.of(above);
    var drawn = HypergeometricDistribution.of(n, above, k);
    double p = 0;
    for (int i = Math.max(0, k - lowest); i <= Math.min(k, above); i++) {
      // Twice the rank sum of an arm with i above the lowest is k (lowest + 1) + i (lowest + i)
      // + 2 v, its mean k (n + 1).
      long mean = (long) k * above - (long) i * (lowest + i);
      double far =
          sums.atLeast(i, Math.ceilDiv(mean + off, 2L))
              + sums.atMost(i, Math.floorDiv(mean - off, 2L));
      p += drawn.probability(i) * Math.min(1, far);
    }
    return Math.min(1, p);
  }
}
