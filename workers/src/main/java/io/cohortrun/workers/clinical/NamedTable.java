package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table and the name of its file, for messages.
 *
 * @param genes columns that are genes: 1 mutated, 0 not
 */
public record NamedTable(String name, TextTable table, Set<String> genes) {

  /** One without genes. */
  public NamedTable(String name, TextTable table) {
    this(name, table, Set.of());
  }

  /**
   * Reads a file.
   *
   * @throws BadTable it is no table
   * @throws IOException the disk fails
   */
  public static NamedTable read(Path file) throws BadTable, IOException {
    return new NamedTable(String.valueOf(file.getFileName()), TextTable.read(file));
  }

  /** Genes of all tables that none of them has as another column. */
  static Set<String> genes(List<NamedTable> of) {
    Set<String> genes = new HashSet<>();
    of.forEach(one -> genes.addAll(one.genes));
    for (NamedTable one : of) {
      one.table.names().stream().filter(n -> !one.genes.contains(n)).forEach(genes::remove);
    }
    return genes;
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
