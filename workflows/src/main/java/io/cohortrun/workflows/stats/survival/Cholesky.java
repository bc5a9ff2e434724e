package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/** The factor of a small symmetric, positive definite matrix. */
public final class Cholesky {

  /** A pivot this small beside the diagonal means that a row follows from those before it. */
  private static final double SINGULAR = 1e-12;

  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /**
   * Factors.
   *
   * @throws Singular a row follows from those before it
   */
  public static Cholesky of(double[][] a) {
    int n = a.length;
    double[][] l = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j && !(sum > SINGULAR * Math.abs(a[j][j]))) {
          throw new Singular(j);
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return new Cholesky(l);
  }

  /**
   * Rows that follow from none before them, ascending: those of which there is a factor.
   *
   * @param a positive semidefinite
   */
  static int[] independent(double[][] a) {
    double[][] rest = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    int[] found = new int[a.length];
    int rank = 0;
    for (int j = 0; j < a.length; j++) {
      if (rest[j][j] > SINGULAR * Math.abs(a[j][j])) {
        found[rank++] = j;
        for (int i = j + 1; i < a.length; i++) {
          double by = rest[i][j] / rest[j][j];
          for (int c = j; c < a.length; c++) {
            rest[i][c] -= by * rest[j][c];
          }
        }
      }
    }
    return Arrays.copyOf(found, rank);
  }

  /** x with A x = b. */
  public double[] solve(double[] b) {
    int n = lower.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }

  /** b' A^-1 b. */
  double quadratic(double[] b) {
    double[] x = solve(b);
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += b[i] * x[i];
    }
    return sum;
  }

  /** A^-1. */
  double[][] inverse() {
    int n = lower.length;
    double[][] columns = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      columns[i] = solve(unit);
    }
    return columns;
  }

  /** The matrix has no inverse. */
  public static final class Singular extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The first row that follows from those before it. */
    public final int row;

    Singular(int row) {
      super("row " + row + " follows from those before it");
      this.row = row;
    }
  }
}
