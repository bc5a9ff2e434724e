package io.cohortrun.workers.manifest;

import java.util.Locale;
import java.util.Set;

/** What counts as a space and as a missing value. */
final class Trim {

  /** What R, pandas and spreadsheets write for a value that is not there. */
  private static final Set<String> MISSING =
      Set.of("na", "n/a", "#n/a", "nan", "null", "none", "#ref!", "#value!", "#name?");

  private Trim() {}

  /** Without spaces of any kind at both ends, no-break spaces and stray BOMs included. */
  static String spaces(String text) {
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

  /** Whether a program wrote this where there was no value. */
  static boolean isMissing(String trimmed) {
    return trimmed.length() <= 8 && MISSING.contains(trimmed.toLowerCase(Locale.ROOT));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
