package io.cohortrun.workers.table;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text columns as R's {@code write.table} and statistics books have them: blanks between cells. */
final class BlankSeparated {

  /** What is in quotes, whole; blanks at the ends of a line; blanks within it. */
  private static final Pattern PARTS =
      Pattern.compile("(\"[^\"]*\")|(^[ \\t]+|[ \\t]+$)|[ \\t]+", Pattern.MULTILINE);

  private BlankSeparated() {}

  /** The same text with a tab for each run of blanks outside of quotes. */
  static String tabbed(String text) {
    return PARTS.matcher(text).replaceAll(BlankSeparated::part);
  }

  private static String part(MatchResult found) {
    if (found.group(1) != null) {
      return Matcher.quoteReplacement(found.group());
    }
    return found.group(2) == null ? "\t" : "";
  }
}
