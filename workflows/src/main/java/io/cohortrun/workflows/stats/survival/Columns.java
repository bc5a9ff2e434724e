package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * Products and sums over rows that stay while coefficients and weights change. Columns are cut into
 * pieces, each an array of its own: so the compiler sees that nothing overlaps and uses vector
 * instructions, and a group of pieces stays in cache while all pairs of columns are gone through.
 */
final class Columns {

  private static final int PIECE = 128; // rows
  private static final int GROUP = 8; // pieces

  private final int n;
  private final double[][][] columns; // [pieces][p][PIECE], 0 beyond the last row

  /**
   * Prepares.
   *
   * @param rows [n * p]
   */
  Columns(double[] rows, int p) {
    this.n = rows.length / p;
    this.columns = new double[(n + PIECE - 1) / PIECE][p][PIECE];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        columns[i / PIECE][j][i % PIECE] = rows[i * p + j];
      }
    }
  }

  /** Each row's b'x, [n]. */
  double[] products(double[] b) {
    double[] products = new double[n];
    double[] lanes = new double[PIECE];
    for (int piece = 0; piece < columns.length; piece++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < b.length; j++) {
        addTimes(b[j], columns[piece][j], lanes);
      }
      int start = piece * PIECE;
      System.arraycopy(lanes, 0, products, start, Math.min(PIECE, n - start));
    }
    return products;
  }

  /**
   * Adds the sum of weighted rows.
   *
   * @param weight [n]
   * @param to [p]
   */
  void addSum(double[] weight, double[] to) {
    double[][] weights = new double[columns.length][PIECE];
    for (int piece = 0; piece < columns.length; piece++) {
      cut(weight, piece, weights[piece]);
    }
    double[] lanes = new double[PIECE];
    for (int j = 0; j < to.length; j++) {
      Arrays.fill(lanes, 0);
      for (int piece = 0; piece < columns.length; piece++) {
        addTimes(weights[piece], columns[piece][j], lanes);
      }
      to[j] += sum(lanes);
    }
  }

  /**
   * Adds the sum of weighted x x' to a lower triangle.
   *
   * @param weight [n]
   * @param to [p][p]
   */
  void addSquares(double[] weight, double[][] to) {
    double[][] weights = new double[GROUP][PIECE];
    double[][] weighted = new double[GROUP][PIECE];
    double[] lanes = new double[PIECE];
    for (int from = 0; from < columns.length; from += GROUP) {
      int pieces = Math.min(GROUP, columns.length - from);
      for (int g = 0; g < pieces; g++) {
        cut(weight, from + g, weights[g]);
      }
      for (int j = 0; j < to.length; j++) {
        for (int g = 0; g < pieces; g++) {
          times(weights[g], columns[from + g][j], weighted[g]);
        }
        for (int k = 0; k <= j; k++) {
          times(weighted[0], columns[from][k], lanes);
          for (int g = 1; g < pieces; g++) {
            addTimes(weighted[g], columns[from + g][k], lanes);
          }
          to[j][k] += sum(lanes);
        }
      }
    }
  }

  private void cut(double[] weight, int piece, double[] to) {
    int start = piece * PIECE;
    System.arraycopy(weight, start, to, 0, Math.min(PIECE, n - start));
  }

  private static void times(double[] a, double[] b, double[] to) {
    for (int l = 0; l < PIECE; l++) {
      to[l] = a[l] * b[l];
    }
  }

  private static void addTimes(double a, double[] b, double[] to) {
    for (int l = 0; l < PIECE; l++) {
      to[l] += a * b[l];
    }
  }

  private static void addTimes(double[] a, double[] b, double[] to) {
    for (int l = 0; l < PIECE; l++) {
      to[l] += a[l] * b[l];
    }
  }

  private static double sum(double[] of) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int l = 0; l < PIECE; l += 4) {
      a += of[l];
      b += of[l + 1];
      c += of[l + 2];
      d += of[l + 3];
    }
    return a + b + (c + d);
  }
}
