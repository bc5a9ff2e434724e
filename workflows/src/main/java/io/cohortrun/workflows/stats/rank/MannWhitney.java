package io.cohortrun.workflows.stats.rank;

/**
 * The rank-sum test of two arms (Mann and Whitney 1947, Wilcoxon 1945).
 *
 * @param n1 subjects of the arm
 * @param n2 the others
 * @param u pairs in which the subject of the arm has the higher value, ties one half: 0..n1 n2
 * @param z normal deviate, corrected for ties and by one half for continuity
 * @param p two-sided; NaN where an arm is empty or all values are equal
 */
public record MannWhitney(int n1, int n2, double u, double z, double p) {

  /**
   * Tests a ranking of one stratum. p is of the normal approximation; where an arm has fewer than
   * 50 subjects or more than half of the values tie, it is exact (values that differ, but for those
   * that share the lowest) or of a saddlepoint approximation.
   *
   * @param arm bits of the subjects of the arm; those who are not ranked do not count
   * @throws IllegalArgumentException the ranking has several strata
   */
  public static MannWhitney test(Ranking ranking, long[] arm) {
    MannWhitney normal = asymptotic(ranking, arm);
    return Double.isNaN(normal.z) ? normal : normal.refined(ranking, 0);
  }

  /**
   * The same with the normal approximation throughout, as {@code scipy.stats.mannwhitneyu} with
   * {@code method="asymptotic"}: variance n1 n2 / 12 ((N + 1) - sum(t^3 - t) / (N (N - 1))).
   */
  public static MannWhitney asymptotic(Ranking ranking, long[] arm) {
    if (ranking.strata() > 1) {
      throw new IllegalArgumentException("several strata: van Elteren's test");
    }
    return ranking.size() == 0
        ? new MannWhitney(0, 0, Double.NaN, Double.NaN, Double.NaN)
        : asymptotic(ranking, 0, ranking.sums(arm));
  }

  static MannWhitney asymptotic(Ranking ranking, int s, Ranking.ArmSums sums) {
    int n1 = sums.n()[s];
    int n2 = ranking.size(s) - n1;
    double u = (sums.doubled()[s] - (double) n1 * (n1 + 1)) / 2;
    double off = u - (double) n1 * n2 / 2;
    double corrected = Math.signum(off) * Math.max(0, Math.abs(off) - 0.5);
    double z = corrected / Math.sqrt(variance(ranking, s, n1));
    return new MannWhitney(n1, n2, u, z, Tails.normal(z));
  }

  MannWhitney refined(Ranking ranking, int s) {
    if (!SmallArm.is(Math.min(n1, n2), ranking.largestTie(s), ranking.size(s))) {
      return this;
    }
    long off = Math.abs(Math.round(2 * u) - (long) n1 * n2);
    return new MannWhitney(n1, n2, u, z, SmallArm.p(ranking, s, n1, off, z));
  }

  /** Variance of U in stratum {@code s} if the arm of n1 is drawn at random; NaN if it is fixed. */
  static double variance(Ranking ranking, int s, int n1) {
    double n = ranking.size(s);
    double spread = (n + 1) - ranking.ties(s) / (n * (n - 1));
    double variance = n1 * (n - n1) / 12 * spread;
    return variance > 1e-9 ? variance : Double.NaN;
  }

  /** Probability that a subject of the arm has the higher value: 0..1. */
  public double auc() {
    return u / ((double) n1 * n2);
  }

  /** Cliff's delta: -1..1. */
  public double delta() {
    return 2 * auc() - 1;
  }
}
