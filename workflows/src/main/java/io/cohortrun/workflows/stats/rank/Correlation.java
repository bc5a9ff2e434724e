package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;

/**
 * A correlation and its test: t = r sqrt(df / (1 - r^2)) of Student's distribution.
 *
 * @param n subjects
 * @param r -1..1; NaN where a variable does not vary
 * @param df degrees of freedom
 * @param p two-sided
 */
public record Correlation(int n, double r, int df, double p) {

  /** A correlation with its p. */
  public static Correlation of(int n, double r, int df) {
    double within = Math.clamp(r, -1, 1);
    return new Correlation(n, within, df, Tails.student(t(within, df), df));
  }

  /** Student's t. */
  public double t() {
    return t(r, df);
  }

  private static double t(double r, int df) {
    return r * Math.sqrt(df / ((1 - r) * (1 + r)));
  }

  /** Pearson's, df n - 2. */
  public static Correlation pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(Double.NaN);
    double meanY = Arrays.stream(y).average().orElse(Double.NaN);
    return of(x.length, cosine(minus(x, meanX), minus(y, meanY)), x.length - 2);
  }

  /**
   * Spearman's. Within strata: ranks / (n_s + 1), stratum partialled out, df N - K - 1 for K
   * strata; with one stratum that is Spearman's rho, df N - 2.
   *
   * @throws IllegalArgumentException the rankings are of different subjects
   */
  public static Correlation spearman(Ranking x, Ranking y) {
    if (!Arrays.equals(x.rows(), y.rows())) {
      throw new IllegalArgumentException("rankings of different subjects");
    }
    return of(x.size(), cosine(x.scores(), y.scores()), x.size() - x.occupied() - 1);
  }

  private static double[] minus(double[] of, double mean) {
    return Arrays.stream(of).map(v -> v - mean).toArray();
  }

  private static double cosine(double[] x, double[] y) {
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += x[i] * x[i];
      yy += y[i] * y[i];
      xy += x[i] * y[i];
    }
    return xx > 0 && yy > 0 ? xy / Math.sqrt(xx) / Math.sqrt(yy) : Double.NaN;
  }
}
