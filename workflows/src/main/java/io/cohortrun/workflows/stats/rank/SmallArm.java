package io.cohortrun.workflows.stats.rank;

import java.util.stream.IntStream;

/** p of a rank sum where the normal approximation cannot be trusted: few subjects or many ties. */
final class SmallArm {

  /** Nearer to the mean than this many standard deviations nothing is claimed: p > 0.13. */
  private static final double TAIL = 1.5;

  private SmallArm() {}

  /** Whether an arm has fewer than 50 subjects, or more than half of the values tie. */
  static boolean is(int smaller, int largestTies, int n) {
    return smaller < SubsetSums.DRAWN || 2 * largestTies > n;
  }

  /**
   * Two-sided p of one stratum.
   *
   * @param off twice the distance of U from its mean
   */
  static double p(Ranking ranking, int s, int n1, long off, double z) {
    int k = Math.min(n1, ranking.size(s) - n1);
    if (ExactRankSum.applies(ranking, s, k)) {
      return ExactRankSum.p(ranking, s, k, off);
    }
    // Doubled rank sums are n1 levels[0] + j span, their mean is n1 (n + 1): from there to the
    // first that is as far off, up and down.
    int span = span(ranking, s);
    long least = (long) n1 * (ranking.size(s) + 1 - ranking.levels(s)[0]); // of the mean above it
    double up = span * (double) Math.ceilDiv(least + off, (long) span) - least;
    double down = least - span * (double) Math.floorDiv(least - off, (long) span);
    double unit = 2.0 * (ranking.size(s) + 1);
    return p(ranking, new int[] {s}, new int[] {n1}, up / unit, down / unit, span / unit, z);
  }

  /**
   * Two-sided p over strata.
   *
   * @param strata those with both arms and differing values
   * @param n1 subjects of the arm, per such stratum
   * @param up distance above its mean of the sum of rank / (n_s + 1) over the arm
   * @param down distance below it, of the other tail
   * @param span distance of neighbouring sums, 0 if there are many
   */
  static double p(
      Ranking ranking, int[] strata, int[] n1, double up, double down, double span, double z) {
    if (Math.abs(z) < TAIL) {
      return Tails.normal(z);
    }
    if (FewSums.applies(ranking, strata, n1)) {
      return FewSums.p(ranking, strata, n1, Math.min(up, down));
    }
    double[][] above = new double[strata.length][];
    double[][] below = new double[strata.length][];
    int[][] counts = new int[strata.length][];
    int[][] reversed = new int[strata.length][];
    for (int h = 0; h < strata.length; h++) {
      int[] levels = ranking.levels(strata[h]);
      int[] at = ranking.counts(strata[h]);
      int most = levels.length - 1;
      double n = ranking.size(strata[h]);
      above[h] =
          IntStream.range(0, levels.length)
              .mapToDouble(g -> levels[g] / (2 * (n + 1)) - 0.5)
              .toArray();
      below[h] =
          IntStream.rangeClosed(0, most)
              .mapToDouble(g -> 0.5 - levels[most - g] / (2 * (n + 1)))
              .toArray();
      counts[h] = at;
      reversed[h] = IntStream.rangeClosed(0, most).map(g -> at[most - g]).toArray();
    }
    return Math.min(1, tail(above, counts, n1, up, span) + tail(below, reversed, n1, down, span));
  }

  private static double tail(double[][] scores, int[][] counts, int[] n1, double at, double span) {
    Saddlepoint smooth = new Saddlepoint(scores, counts, n1);
    double p = smooth.tail(at, span);
    if (!FarSums.few(Math.min(p, smooth.rough()), counts, n1)) {
      return p;
    }
    double exact = new FarSums(scores, counts, n1).tail(at);
    return Double.isNaN(exact) ? p : exact;
  }

  /** Greatest common divisor of the distances of doubled ranks: rank sums lie that far apart. */
  private static int span(Ranking ranking, int s) {
    int[] levels = ranking.levels(s);
    int gcd = 0;
    for (int level : levels) {
      int b = level - levels[0];
      while (b != 0) {
        int rest = gcd % b;
        gcd = b;
        b = rest;
      }
    }
    return gcd;
  }
}
