package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
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
    long least =
        (long) n1 * (ranking.size(s) + 1 - ranking.levels(s).doubled()[0]); // of the mean above it
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
    Levels[] levels = IntStream.of(strata).mapToObj(ranking::levels).toArray(Levels[]::new);
    if (FewSums.applies(levels, n1)) {
      return FewSums.p(levels, n1, Math.min(up, down));
    }
    Levels[] mirrored = Arrays.stream(levels).map(Levels::mirrored).toArray(Levels[]::new);
    return Math.min(1, tail(levels, n1, up, span) + tail(mirrored, n1, down, span));
  }

  private static double tail(Levels[] strata, int[] n1, double at, double span) {
    Saddlepoint smooth =
        new Saddlepoint(
            Arrays.stream(strata).map(Levels::scores).toArray(double[][]::new),
            Arrays.stream(strata).map(Levels::counts).toArray(int[][]::new),
            n1);
    double p = smooth.tail(at, span);
    if (!FarSums.few(Math.min(p, smooth.rough()), strata, n1)) {
      return p;
    }
    double exact = FarSums.tail(strata, n1, at);
    return Double.isNaN(exact) ? p : exact;
  }

  /** Greatest common divisor of the distances of doubled ranks: rank sums lie that far apart. */
  private static int span(Ranking ranking, int s) {
    int[] levels = ranking.levels(s).doubled();
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
