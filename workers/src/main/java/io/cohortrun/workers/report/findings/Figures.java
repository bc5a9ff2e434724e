package io.cohortrun.workers.report.findings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as the pages carry and say them. The tables of the run have all their digits. */
final class Figures {

  private static final MathContext DIGITS = new MathContext(5);

  private Figures() {}

  /** Whole numbers as they are, others to five digits; null where there is none. */
  static Number rounded(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return null;
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** For a sentence: so many digits after the point. */
  static String fixed(double value, int digits) {
    return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A p-value for a sentence. */
  static String p(double value) {
    if (Double.isNaN(value)) {
      return "p unknown";
    }
    return value < 0.001
        ? "p = " + String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-")
        : "p = " + String.format(Locale.ROOT, "%.3f", value);
  }

  /** With separators between thousands. */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** "1 slide", "2 slides". */
  static String of(long n, String one) {
    return count(n) + " " + one + (n == 1 ? "" : "s");
  }
}
