package io.cohortrun.workers.report.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of the run as a page shows it. */
final class LineTable {

  /** Rows of a table on a page; a browser sorts and pages them without delay. */
  static final int MOST_ROWS = 3000;

  private LineTable() {}

  /**
   * Columns of lines, the first {@value #MOST_ROWS} of them.
   *
   * @param file that has all of them, under {@code analysis/}
   * @param columns names in the file
   */
  static Block.Table of(
      String id, String caption, String file, List<Line> lines, String... columns) {
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : lines.subList(0, Math.min(lines.size(), MOST_ROWS))) {
      rows.add(row(line, columns));
    }
    return new Block.Table(
        id,
        caption,
        Arrays.asList(columns),
        rows,
        lines.size() - rows.size(),
        "../analysis/" + file);
  }

  static List<Object> row(Line line, String... columns) {
    List<Object> row = new ArrayList<>();
    for (String column : columns) {
      row.add(line.shown(column));
    }
    return row;
  }
}
