package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;

/** A table and the name of its file, for messages. */
public record NamedTable(String name, TextTable table) {

  /**
   * Reads a file.
   *
   * @throws BadTable it is no table
   * @throws IOException the disk fails
   */
  public static NamedTable read(Path file) throws BadTable, IOException {
    return new NamedTable(String.valueOf(file.getFileName()), TextTable.read(file));
  }

  /** Position of a column that must be there, in any case. */
  int position(String column) throws BadTable {
    for (int c = 0; c < table.names().size(); c++) {
      if (table.names().get(c).equalsIgnoreCase(column)) {
        return c;
      }
    }
    throw new BadTable(
        BadTable.Code.NoSuchColumn,
        "%s: there is no column %s; the table has %s"
            .formatted(name, column, String.join(", ", table.names())));
  }
}
