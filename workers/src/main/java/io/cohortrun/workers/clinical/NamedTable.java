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
}
