package io.cohortrun.workflows.stats.rank;

/**
 * The rank test of k groups (Kruskal and Wallis 1952), corrected for ties.
 *
 * @param n subjects
 * @param h statistic
 * @param df groups that have subjects, less one
 * @param p of H as chi-squared; NaN with fewer than two groups or equal values
 */
public record KruskalWallis(int n, double h, int df, double p) {

  /**
   * Tests a ranking of one stratum.
   *
   * @param group [all subjects] 0..k-1
   * @throws IllegalArgumentException the ranking has several strata
   */
  public static KruskalWallis test(Ranking ranking, int[] group, int k) {
    if (ranking.strata() > 1) {
      throw new IllegalArgumentException("several strata");
    }
    double[] sums = new double[k];
    int[] sizes = new int[k];
    for (int i : ranking.rows()) {
      sums[group[i]] += ranking.doubled(i) / 2.0;
      sizes[group[i]]++;
    }
    double n = ranking.size();
    double between = 0;
    int groups = 0;
    for (int g = 0; g < k; g++) {
      if (sizes[g] > 0) {
        groups++;
        double off = sums[g] / sizes[g] - (n + 1) / 2;
        between += sizes[g] * off * off;
      }
    }
    double tied = groups < 2 ? 1 : ranking.ties(0) / (n * n * n - n);
    double h = tied < 1 ? 12 / (n * (n + 1)) * between / (1 - tied) : Double.NaN;
    return new KruskalWallis(ranking.size(), h, groups - 1, Tails.chiSquared(h, groups - 1));
  }

  /** Effect size: H / (n - 1), 0..1. */
  public double epsilonSquared() {
    return h / (n - 1);
  }
}
