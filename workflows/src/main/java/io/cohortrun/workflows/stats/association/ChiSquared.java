package io.cohortrun.workflows.stats.association;

import io.cohortrun.workflows.stats.rank.Tails;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pearson's test (1900) of rows and columns being independent, without continuity correction, as
 * R's {@code chisq.test(correct = FALSE)}. Rows and columns without counts are left out.
 *
 * @param chiSquared sum of (observed - expected)^2 / expected
 * @param df (rows - 1) (columns - 1)
 * @param p NaN with fewer than two rows or columns
 */
public record ChiSquared(double chiSquared, int df, double p) {

  /**
   * Tests.
   *
   * @param counts [rows][columns]
   */
  public static ChiSquared of(int[][] counts) {
    int columns = counts[0].length;
    double[] row = Arrays.stream(counts).mapToDouble(r -> Arrays.stream(r).sum()).toArray();
    double[] column =
        IntStream.range(0, columns)
            .mapToDouble(c -> Arrays.stream(counts).mapToInt(r -> r[c]).sum())
            .toArray();
    double all = Arrays.stream(row).sum();
    double sum = 0;
    for (int r = 0; r < row.length; r++) {
      for (int c = 0; c < columns; c++) {
        double expected = row[r] * column[c] / all;
        sum += expected > 0 ? Math.pow(counts[r][c] - expected, 2) / expected : 0;
      }
    }
    int df = (nonZero(row) - 1) * (nonZero(column) - 1);
    return new ChiSquared(sum, df, Tails.chiSquared(sum, df));
  }

  private static int nonZero(double[] sums) {
    return (int) Arrays.stream(sums).filter(s -> s > 0).count();
  }
}
