package io.cohortrun.workflows.stats.rank;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Exact p of a rank sum over strata that takes few values, since few subjects do not share the
 * commonest one, or few values occur. Such sums lie unevenly, and no smooth approximation meets
 * them.
 */
final class FewSums {

  /** Additions that it may take: a millisecond. */
  private static final double MOST = 20_000;

  private FewSums() {}

  /**
   * Whether there is such a p at a reasonable price, by a bound of the additions.
   *
   * @param strata those with both arms
   * @param arm subjects of the arm, per such stratum
   */
  static boolean applies(Levels[] strata, int[] arm) {
    double additions = 0;
    double sums = 1;
    for (int h = 0; h < strata.length && additions <= MOST; h++) {
      int[] counts = strata[h].counts();
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
  static double p(Levels[] strata, int[] arm, double far) {
    CountedSums sums = new CountedSums(Double.POSITIVE_INFINITY, Long.MAX_VALUE);
    for (int h = 0; h < strata.length; h++) {
      int[] doubled = strata[h].doubled();
      int[] counts = strata[h].counts();
      int mean = strata[h].size() + 1;
      int commonest = commonest(counts);
      // The commonest last, when only one number of them is left to draw.
      int[] order =
          IntStream.range(0, counts.length)
              .boxed()
              .sorted(Comparator.comparing(g -> g == commonest))
              .mapToInt(g -> g)
              .toArray();
      sums.draw(
          IntStream.of(order).map(g -> counts[g]).toArray(),
          arm[h],
          strata[h].unit(),
          (g, left, some) -> some * (long) (doubled[order[g]] - mean));
    }
    return Math.min(1, sums.p(sum -> Math.abs(sum) >= far - CountedSums.NEAR));
  }
}
