package io.cohortrun.workers.model.imported;

/** The little linear algebra of folding, in float64. */
final class Matrices {

  /** Keys' cubic convolution, as PyTorch's bicubic interpolation has it. */
  private static final double A = -0.75;

  private Matrices() {}

  /** Multiplies row i of a row-major matrix by {@code by[i]}, in place. */
  static double[] scaleRows(double[] matrix, double[] by) {
    int columns = matrix.length / by.length;
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] *= by[i / columns];
    }
    return matrix;
  }

  /**
   * Adds {@code factor * b a} to a matrix, in place.
   *
   * @param to [rows, columns]
   * @param b [rows, rank]
   * @param a [rank, columns]
   */
  static void addProduct(double[] to, double factor, double[] b, double[] a, int rank) {
    int rows = b.length / rank;
    int columns = a.length / rank;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < rank; k++) {
        double left = factor * b[i * rank + k];
        for (int j = 0; j < columns; j++) {
          to[i * columns + j] += left * a[k * columns + j];
        }
      }
    }
  }

  /**
   * Resizes a square grid bicubically: half-pixel centres, borders replicated, no antialiasing.
   *
   * @param grid [from, from, width]
   * @return [to, to, width]
   */
  static double[] bicubic(double[] grid, int from, int to, int width) {
    double[][] taps = taps(from, to);
    double[] resized = new double[to * to * width];
    for (int y = 0; y < to; y++) {
      for (int x = 0; x < to; x++) {
        int at = (y * to + x) * width;
        for (int v = 0; v < from; v++) {
          for (int u = 0; u < from; u++) {
            double weight = taps[y][v] * taps[x][u];
            if (weight != 0) {
              for (int c = 0; c < width; c++) {
                resized[at + c] += weight * grid[(v * from + u) * width + c];
              }
            }
          }
        }
      }
    }
    return resized;
  }

  /** Weight of each old sample in each new one. */
  private static double[][] taps(int from, int to) {
    double[][] taps = new double[to][from];
    for (int i = 0; i < to; i++) {
      double at = (i + 0.5) * from / to - 0.5;
      int floor = (int) Math.floor(at);
      for (int k = -1; k <= 2; k++) {
        int sample = Math.clamp(floor + k, 0, from - 1);
        taps[i][sample] += cubic(Math.abs(at - floor - k));
      }
    }
    return taps;
  }

  private static double cubic(double x) {
    if (x <= 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }
}
