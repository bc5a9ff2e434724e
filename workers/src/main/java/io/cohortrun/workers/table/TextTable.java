package io.cohortrun.workers.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of text that fits into memory.
 *
 * @param names of the columns, in order
 * @param rows cells in that order, trimmed; empty where there is none
 */
public record TextTable(List<String> names, List<List<String>> rows) {

  /**
   * Reads CSV (commas, semicolons or tabs, found by themselves; also gzipped) or {@code .parquet}.
   *
   * @throws IOException the file is not there or is no such table; the message says which
   */
  public static TextTable read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException("%s is not there, or may not be read".formatted(file));
    }
    String path = DuckDb.text(file.toString());
    String source =
        file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
            ? "SELECT COLUMNS(*)::VARCHAR FROM read_parquet(" + path + ")"
            : "SELECT * FROM read_csv(" + path + ", header = true, all_varchar = true)";
    try (DuckDb db = DuckDb.open();
        Statement statement = db.connection().createStatement();
        ResultSet found = statement.executeQuery(source)) {
      List<String> names = new ArrayList<>();
      for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
        names.add(found.getMetaData().getColumnName(c).strip());
      }
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> cells = new ArrayList<>(names.size());
        for (int c = 1; c <= names.size(); c++) {
          String cell = found.getString(c);
          cells.add(cell == null ? "" : cell.strip());
        }
        rows.add(cells);
      }
      return new TextTable(names, rows);
    } catch (SQLException e) {
      throw new IOException(
          "%s is no table: %s".formatted(file, e.getMessage().lines().findFirst().orElse("")), e);
    }
  }
}
