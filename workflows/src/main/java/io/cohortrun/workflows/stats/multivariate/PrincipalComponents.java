package io.cohortrun.workflows.stats.multivariate;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Principal components of the correlation matrix of some variables.
 *
 * @param variances of the components, descending; they sum to the number of variables
 */
public record PrincipalComponents(double[] variances) {

  /** Jacobi's rotations converge quadratically: a few sweeps are enough for any matrix. */
  private static final int SWEEPS = 100;

  private static final double NEGLIGIBLE = 1e-15;

  /**
   * Of variables that differ between subjects.
   *
   * @param variables [k][n] finite
   * @throws IllegalArgumentException one is the same in all subjects
   */
  public static PrincipalComponents of(double[][] variables) {
    double[][] z = Arrays.stream(variables).map(PrincipalComponents::unit).toArray(double[][]::new);
    double[][] correlation = new double[z.length][z.length];
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < z.length; j++) {
        correlation[i][j] = dot(z[i], z[j]);
      }
    }
    double[] ascending = DoubleStream.of(eigenvalues(correlation)).sorted().toArray();
    return new PrincipalComponents(
        IntStream.rangeClosed(1, z.length).mapToDouble(i -> ascending[z.length - i]).toArray());
  }

  /** Fewest components that explain this share (0..1) of the variance. */
  public int explaining(double share) {
    double wanted = share * DoubleStream.of(variances).sum();
    double sum = 0;
    int components = 0;
    while (components < variances.length && sum < wanted) {
      sum += variances[components++];
    }
    return components;
  }

  /** Of mean 0 and length 1. */
  private static double[] unit(double[] values) {
    double mean = DoubleStream.of(values).average().orElse(0);
    double[] off = DoubleStream.of(values).map(v -> v - mean).toArray();
    double length = Math.sqrt(dot(off, off));
    if (!(length > 0)) {
      throw new IllegalArgumentException("a variable is the same in all subjects");
    }
    return DoubleStream.of(off).map(v -> v / length).toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /** Of a symmetric matrix, which is overwritten (cyclic Jacobi; Golub and Van Loan 8.5). */
  private static double[] eigenvalues(double[][] a) {
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(a) > NEGLIGIBLE; sweep++) {
      for (int p = 0; p < a.length; p++) {
        for (int q = p + 1; q < a.length; q++) {
          if (a[p][q] != 0) {
            rotate(a, p, q);
          }
        }
      }
    }
    return IntStream.range(0, a.length).mapToDouble(i -> a[i][i]).toArray();
  }

  private static double offDiagonal(double[][] a) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        most = Math.max(most, Math.abs(a[i][j]));
      }
    }
    return most;
  }

  /** Turns the plane of p and q until their off-diagonal element is gone. */
  private static void rotate(double[][] a, int p, int q) {
    double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = t * c;
    for (double[] row : a) {
      double ip = row[p];
      row[p] = c * ip - s * row[q];
      row[q] = s * ip + c * row[q];
    }
    for (int i = 0; i < a.length; i++) {
      double pi = a[p][i];
      a[p][i] = c * pi - s * a[q][i];
      a[q][i] = s * pi + c * a[q][i];
    }
  }
}
