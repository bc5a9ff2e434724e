package io.cohortrun.workers.manifest;

import java.util.List;

/**
 * A table as it was written: names and cells trimmed, not judged.
 *
 * @param header names of the columns, in order; the last ones may be empty (trailing separators)
 * @param rows all but blank ones
 */
record RawTable(List<String> header, List<RawRow> rows) {

  /**
   * @param line 1-based line where the row begins, 0 where there are no lines
   * @param cells as many as were written
   */
  record RawRow(long line, List<String> cells) {}
}
