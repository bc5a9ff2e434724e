package io.cohortrun.workers.patients;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Median and quartiles, as R's {@code quantile} has them (type 7); NaN of nothing.
 *
 * @param lower a quarter lies below
 * @param upper a quarter lies above
 */
record Quartiles(double median, double lower, double upper) {

  private static final MathContext READ = new MathContext(3);

  static Quartiles of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** {@code 63 (51-70)}, to three digits. */
  String text() {
    return "%s (%s-%s)".formatted(read(median), read(lower), read(upper));
  }

  private static String read(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal read =
        exact.precision() - exact.scale() > 3
            ? exact.setScale(0, READ.getRoundingMode())
            : exact.round(READ);
    return read.stripTrailingZeros().toPlainString();
  }
}
