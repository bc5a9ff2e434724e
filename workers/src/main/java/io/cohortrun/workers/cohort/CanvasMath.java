package io.cohortrun.workers.cohort;

import io.cohortrun.workers.shard.CanvasSums;
import java.math.BigInteger;

/**
 * Features of how one channel is arranged, from its canvas. Pure; in exact integers until the last
 * division, so the same on every machine. NaN where no two cells are joined.
 *
 * @param moransI Moran's I: n / W sum_ij w_ij (x_i - m) (x_j - m) / sum_i (x_i - m)^2, w_ij = 1
 *     where cells share a side, W = sum of w; 0 is near to no order, 1 to halves, -1 a
 *     chequerboard. NaN, too, where all cells are equal
 * @param contrast grey-level co-occurrence contrast: mean of (x_i - x_j)^2 / 255^2 over joined
 *     cells, 0..1
 */
public record CanvasMath(double moransI, double contrast) {

  private static final double WHITE = 255.0 * 255.0;

  /** Of one channel. */
  public static CanvasMath of(CanvasSums canvas, int channel) {
    if (canvas.joins() == 0) {
      return new CanvasMath(Double.NaN, Double.NaN);
    }
    return new CanvasMath(
        moransI(
            BigInteger.valueOf(canvas.cells()),
            BigInteger.valueOf(canvas.joins()),
            BigInteger.valueOf(canvas.sum()[channel]),
            BigInteger.valueOf(canvas.squares()[channel]),
            BigInteger.valueOf(canvas.ends()[channel]),
            BigInteger.valueOf(canvas.products()[channel])),
        canvas.differences()[channel] / (WHITE * canvas.joins()));
  }

  /**
   * Both fractions times n squared. A join stands for two weights, in the numerator and in W: (n^2
   * products - n sum ends + joins sum^2) / (joins (n squares - sum^2)).
   */
  private static double moransI(
      BigInteger n,
      BigInteger joins,
      BigInteger sum,
      BigInteger squares,
      BigInteger ends,
      BigInteger products) {
    BigInteger variance = n.multiply(squares).subtract(sum.pow(2));
    if (variance.signum() == 0) {
      return Double.NaN;
    }
    BigInteger together =
        n.pow(2)
            .multiply(products)
            .subtract(n.multiply(sum).multiply(ends))
            .add(joins.multiply(sum.pow(2)));
    return together.doubleValue() / joins.multiply(variance).doubleValue();
  }
}
