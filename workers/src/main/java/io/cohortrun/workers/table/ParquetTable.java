package io.cohortrun.workers.table;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** Writes and reads whole Parquet files. Rows keep their order both ways. */
public final class ParquetTable {

  private ParquetTable() {}

  /**
   * A column of a table to be written.
   *
   * @param name as readers will see it
   * @param type of DuckDB: VARCHAR, INTEGER, BIGINT, DOUBLE, BOOLEAN
   */
  public record Column(String name, String type) {}

  /** Appends all rows: beginRow, one append per column, endRow. */
  @FunctionalInterface
  public interface Rows {
    void appendTo(DuckDBAppender appender) throws SQLException, IOException;
  }

  /** Takes one row of a result. */
  @FunctionalInterface
  public interface Visitor {
    void row(ResultSet row) throws SQLException, IOException;
  }

  /**
   * Writes a file, zstd-compressed.
   *
   * @param file is replaced
   */
  public static void write(Path file, List<Column> columns, Rows rows) throws IOException {
    String definition =
        columns.stream()
            .map(c -> DuckDb.name(c.name()) + " " + c.type())
            .collect(Collectors.joining(", "));
    try (DuckDb db = DuckDb.open()) {
      db.run("CREATE TABLE t (" + definition + ")");
      try (DuckDBAppender appender = db.appenders().createAppender("main", "t")) {
        rows.appendTo(appender);
      }
      db.run("COPY t TO " + DuckDb.text(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    } catch (SQLException e) {
      throw ParquetRows.failed(file, e);
    }
  }

  /**
   * Writes a file of values as they are: texts, {@code Integer}, {@code Long}, {@code Double},
   * {@code Boolean}, or null.
   *
   * @param file is replaced
   * @param rows as many values as there are columns
   */
  public static void writeValues(Path file, List<Column> columns, Iterable<List<Object>> rows)
      throws IOException {
    try (ParquetRows table = ParquetRows.open(file, columns)) {
      for (List<Object> row : rows) {
        table.add(row);
      }
      table.write();
    }
  }

  /**
   * Reads a file from its first row to its last.
   *
   * @param file its name must hold none of DuckDB's wildcards {@code * ? [}
   */
  public static void read(Path file, Visitor visitor) throws IOException {
    try (DuckDb db = DuckDb.open();
        var statement = db.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM read_parquet(" + DuckDb.text(file.toString()) + ")")) {
      while (rows.next()) {
        visitor.row(rows);
      }
    } catch (SQLException e) {
      throw new IOException("cannot read " + file.getFileName() + ": " + e.getMessage(), e);
    }
  }
}
