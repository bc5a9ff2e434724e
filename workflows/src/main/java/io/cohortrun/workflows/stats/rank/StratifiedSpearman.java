package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;

/**
 * What each stratum adds to Spearman's correlation of two rankings. It is summed once; leaving
 * strata out is adding up the others.
 */
public final class StratifiedSpearman {

  private final int[] sizes; // [K]
  private final double[] xx; // [K] sums of squares and products of the scores
  private final double[] yy;
  private final double[] xy;

  /**
   * Sums.
   *
   * @throws IllegalArgumentException the rankings are of different subjects
   */
  public StratifiedSpearman(Ranking x, Ranking y) {
    if (!Arrays.equals(x.rows(), y.rows())) {
      throw new IllegalArgumentException("rankings of different subjects");
    }
    int strata = x.strata();
    this.sizes = new int[strata];
    Arrays.setAll(sizes, x::size);
    this.xx = new double[strata];
    this.yy = new double[strata];
    this.xy = new double[strata];
    double[] a = x.scores();
    double[] b = y.scores();
    for (int i : x.rows()) {
      int s = x.stratum(i);
      xx[s] += a[i] * a[i];
      yy[s] += b[i] * b[i];
      xy[s] += a[i] * b[i];
    }
  }

  /**
   * The correlation without some strata, as of {@link Correlation#spearman(Ranking, Ranking)}.
   *
   * @param without [K] strata to leave out
   */
  public Correlation without(boolean[] without) {
    int n = 0;
    int occupied = 0;
    double squaresX = 0;
    double squaresY = 0;
    double products = 0;
    for (int s = 0; s < sizes.length; s++) {
      if (!without[s] && sizes[s] > 0) {
        n += sizes[s];
        occupied++;
        squaresX += xx[s];
        squaresY += yy[s];
        products += xy[s];
      }
    }
    double r =
        squaresX > 0 && squaresY > 0
            ? products / Math.sqrt(squaresX) / Math.sqrt(squaresY)
            : Double.NaN;
    return Correlation.of(n, r, n - occupied - 1);
  }
}
