package io.cohortrun.workers.table;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What counts as a space, as a missing value and as a number in a cell of any table. */
public final class Cells {

  /** What R, pandas, SAS, spreadsheets and the GDC write for a value that is not there. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          ".",
          "--",
          "'--",
          "?",
          "na",
          "<na>",
          "n/a",
          "#n/a",
          "#n/a n/a",
          "#na",
          "nan",
          "-nan",
          "1.#ind",
          "-1.#ind",
          "1.#qnan",
          "-1.#qnan",
          "null",
          "none",
          "unknown",
          "not reported",
          "not available",
          "not applicable",
          "not allowed to collect",
          "#ref!",
          "#value!",
          "#name?",
          "#num!",
          "#div/0!",
          "#null!");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private Cells() {}

  /** Without spaces of any kind at both ends, no-break spaces and stray BOMs included. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /**
   * Whether somebody wrote this where there was no value: one of the usual words, or a remark in
   * brackets such as TCGA's {@code [Not Available]}.
   */
  public static boolean isMissing(String trimmed) {
    return (trimmed.startsWith("[") && trimmed.endsWith("]"))
        || MISSING.contains(trimmed.toLowerCase(Locale.ROOT));
  }

  /** Whether this is a decimal number; infinities are none. */
  public static boolean isNumber(String trimmed) {
    return NUMBER.matcher(trimmed).matches() && Double.isFinite(Double.parseDouble(trimmed));
  }

  /**
   * A number as it is written shortest, so that {@code 1} and {@code 1.0} are one; else the text.
   */
  public static String canonical(String trimmed) {
    return trimmed.length() > 1 && isNumber(trimmed)
        ? BigDecimal.valueOf(Double.parseDouble(trimmed)).stripTrailingZeros().toPlainString()
        : trimmed;
  }

  /** Whether two cells say the same: equal numbers, or equal texts in any case. */
  public static boolean same(String a, String b) {
    return a.equalsIgnoreCase(b) || canonical(a).equalsIgnoreCase(canonical(b));
  }

  /** Whether this is an infinity, as R writes the maximum of nothing. */
  public static boolean isInfinite(String trimmed) {
    return INFINITY.matcher(trimmed).matches()
        || (NUMBER.matcher(trimmed).matches() && Double.isInfinite(Double.parseDouble(trimmed)));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
