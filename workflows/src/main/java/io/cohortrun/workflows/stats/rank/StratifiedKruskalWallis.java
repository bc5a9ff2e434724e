package io.cohortrun.workflows.stats.rank;

/**
 * Van Elteren's test for k groups: rank sums within strata, weighted by 1 / (n_s + 1), against
 * their covariance if groups are drawn at random within strata (the generalised
 * Cochran-Mantel-Haenszel test on such scores). With two groups it is van Elteren's test, with one
 * stratum Kruskal and Wallis's.
 *
 * @param n subjects, in strata that have several groups and differing values
 * @param strata such strata
 * @param chiSquared statistic
 * @param df of it: groups less one, or fewer where strata share no group
 * @param p NaN where nothing can be compared
 */
public record StratifiedKruskalWallis(int n, int strata, double chiSquared, int df, double p) {

  /** A pivot this small beside the diagonal means that a group follows from those before it. */
  private static final double SINGULAR = 1e-9;

  /**
   * Tests.
   *
   * @param group [all subjects] 0..k-1
   * @param without [K] strata to leave out
   */
  public static StratifiedKruskalWallis test(
      Ranking ranking, int[] group, int k, boolean[] without) {
    double[] off = new double[k];
    double[][] covariance = new double[k][k];
    int n = 0;
    int strata = 0;
    double[][] sums = new double[ranking.strata()][k];
    int[][] sizes = new int[ranking.strata()][k];
    for (int i : ranking.rows()) {
      sums[ranking.stratum(i)][group[i]] += ranking.doubled(i) / 2.0;
      sizes[ranking.stratum(i)][group[i]]++;
    }
    for (int s = 0; s < ranking.strata(); s++) {
      double size = ranking.size(s);
      double spread = ((size * size - 1) - ranking.ties(s) / size) / 12;
      if (without[s] || size < 2 || !(spread > SINGULAR) || several(sizes[s]) < 2) {
        continue;
      }
      n += ranking.size(s);
      strata++;
      double weight = 1 / (size + 1);
      for (int g = 0; g < k; g++) {
        off[g] += weight * (sums[s][g] - sizes[s][g] * (size + 1) / 2);
        for (int h = 0; h < k; h++) {
          double share = sizes[s][g] * ((g == h ? size : 0) - sizes[s][h]) / (size - 1);
          covariance[g][h] += weight * weight * spread * share;
        }
      }
    }
    double[] form = quadratic(off, covariance);
    int df = (int) form[1];
    double chi = df == 0 ? Double.NaN : form[0];
    return new StratifiedKruskalWallis(n, strata, chi, df, Tails.chiSquared(chi, df));
  }

  private static int several(int[] sizes) {
    int groups = 0;
    for (int size : sizes) {
      groups += size > 0 ? 1 : 0;
    }
    return groups;
  }

  /** b' A^- b and the rank of A, by elimination. */
  private static double[] quadratic(double[] b, double[][] a) {
    double[] rest = b.clone();
    double form = 0;
    int rank = 0;
    double[] diagonal = new double[rest.length];
    for (int j = 0; j < rest.length; j++) {
      diagonal[j] = a[j][j];
    }
    for (int j = 0; j < rest.length; j++) {
      if (!(a[j][j] > SINGULAR * diagonal[j])) {
        continue;
      }
      rank++;
      form += rest[j] * rest[j] / a[j][j];
      for (int i = j + 1; i < rest.length; i++) {
        double by = a[i][j] / a[j][j];
        rest[i] -= by * rest[j];
        for (int c = j + 1; c < rest.length; c++) {
          a[i][c] -= by * a[j][c];
        }
      }
    }
    return new double[] {form, rank};
  }

  /** Effect size: chi-squared over the subjects less one per stratum, 0..1. */
  public double epsilonSquared() {
    return chiSquared / (n - strata);
  }
}
