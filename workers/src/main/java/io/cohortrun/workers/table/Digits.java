package io.cohortrun.workers.table;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers are written in tables of results. */
public final class Digits {

  private Digits() {}

  /** 12 digits, no trailing zeros; {@code NA} for none, {@code Inf}. */
  public static String written(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NA" : value > 0 ? "Inf" : "-Inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(12)).stripTrailingZeros();
    boolean plain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e15);
    return plain ? rounded.toPlainString() : rounded.toString();
  }
}
