package io.cohortrun.workers.report.findings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A row of one of a run's tables, by column; an absent column is as an empty cell. */
record Line(Map<String, String> cells) {

  /** Columns of names: a stage 0, a site 007 and a slide 1.10 are none of numbers. */
  private static final Set<String> NAMES =
      Set.of("level", "stratum", "attribute", "endpoint", "group", "column", "slide", "region");

  String text(String column) {
    return cells.getOrDefault(column, "");
  }

  boolean has(String column) {
    return !text(column).isEmpty();
  }

  boolean is(String column, String value) {
    return text(column).equals(value);
  }

  /** The same with one more cell. */
  Line with(String column, String value) {
    Map<String, String> more = new HashMap<>(cells);
    more.put(column, value);
    return new Line(more);
  }

  /** NaN where the cell is empty or no number. */
  double number(String column) {
    return parsed(cells.get(column));
  }

  /** 0 where the cell is empty or no number. */
  long count(String column) {
    double value = number(column);
    return Double.isNaN(value) ? 0 : Math.round(value);
  }

  private static double parsed(String text) {
    // Java also takes "2D" and "1f" for numbers, which are words of a table.
    if (text == null || text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException word) {
      return Double.NaN;
    }
  }

  /** The cell as a page shows it: a number of at most five digits, else text; null where empty. */
  Object shown(String column) {
    String text = text(column);
    double number = NAMES.contains(column) ? Double.NaN : parsed(text);
    return text.isEmpty() ? null : Double.isNaN(number) ? text : Figures.rounded(number);
  }
}
