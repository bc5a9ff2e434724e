package io.cohortrun.workflows.stats.signature;

import java.util.Arrays;

/**
 * Means and standard deviations within types, learnt of training subjects and applied to others.
 *
 * @param mean [K + 1][p] of each type; the last row of all subjects, for types with too few
 * @param sd [K + 1][p] likewise, above 0
 */
public record Standard(double[][] mean, double[][] sd) {

  /** Types with fewer training subjects are standardised as all subjects are. */
  static final int ENOUGH = 10;

  /**
   * Learns.
   *
   * @param x [n][p] covariates, finite; n above 0
   * @param type [n] 0..K-1
   */
  public static Standard of(double[][] x, int[] type) {
    int types = Arrays.stream(type).max().orElse(-1) + 1;
    int p = x[0].length;
    double[] n = new double[types + 1];
    double[][] mean = new double[types + 1][p];
    double[][] sd = new double[types + 1][p];
    for (int i = 0; i < x.length; i++) {
      int t = type[i];
      n[t]++;
      for (int j = 0; j < p; j++) {
        double off = x[i][j] - mean[t][j]; // Welford's
        mean[t][j] += off / n[t];
        sd[t][j] += off * (x[i][j] - mean[t][j]);
      }
    }
    for (int t = 0; t < types; t++) { // and Chan's, of all
      n[types] += n[t];
      for (int j = 0; j < p && n[t] > 0; j++) {
        double off = mean[t][j] - mean[types][j];
        mean[types][j] += off * n[t] / n[types];
        sd[types][j] += sd[t][j] + off * (mean[t][j] - mean[types][j]) * n[t];
      }
    }
    for (int t = 0; t <= types; t++) {
      for (int j = 0; j < p; j++) {
        double variance = sd[t][j] / n[t];
        sd[t][j] = variance > 1e-12 ? Math.sqrt(variance) : 1; // what does not vary stays 0
      }
    }
    for (int t = 0; t < types; t++) {
      if (n[t] < ENOUGH) {
        mean[t] = mean[types];
        sd[t] = sd[types];
      }
    }
    return new Standard(mean, sd);
  }

  /** Standardised covariates. */
  public double[][] apply(double[][] x, int[] type) {
    double[][] z = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      int t = Math.min(type[i], mean.length - 1); // a type that is new here: as all subjects
      z[i] = new double[x[i].length];
      for (int j = 0; j < z[i].length; j++) {
        z[i][j] = (x[i][j] - mean[t][j]) / sd[t][j];
      }
    }
    return z;
  }
}
