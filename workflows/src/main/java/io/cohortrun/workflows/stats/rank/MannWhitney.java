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
   * Tests a ranking of one stratum with the normal approximation: variance n1 n2 / 12 ((N + 1) -
   * sum(t^3 - t) / (N (N - 1))).
   *
   * @param arm bits of the subjects of the arm; those who are not ranked do not count
   * @throws IllegalArgumentException the ranking has several strata
   */
  public static MannWhitney asymptotic(Ranking ranking, long[] arm) {
    if (ranking.strata() > 1) {
      throw new IllegalArgumentException("several strata: van Elteren's test");
    }
    Ranking.ArmSums sums = ranking.sums(arm);
    int n1 = sums.n().length == 0 ? 0 : sums.n()[0];
    int n2 = ranking.size() - n1;
    if (n1 == 0 || n2 == 0) {
      return new MannWhitney(n1, n2, Double.NaN, Double.NaN, Double.NaN);
    }
    double u = (sums.doubled()[0] - (double) n1 * (n1 + 1)) / 2;
    double off = u - (double) n1 * n2 / 2;
    double corrected = Math.signum(off) * Math.max(0, Math.abs(off) - 0.5);
    double z = corrected / Math.sqrt(variance(ranking, 0, n1));
    return new MannWhitney(n1, n2, u, z, Tails.normal(z));
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
