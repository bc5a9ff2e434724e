package io.cohortrun.workers.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * A Parquet file that is filled row by row, for writers that are told rows and do not hold them.
 */
public final class ParquetRows implements Closeable {

  private final Path file;
  private final DuckDb db;
  private final DuckDBAppender appender;
  private int rows;

  private ParquetRows(Path file, DuckDb db, DuckDBAppender appender) {
    this.file = file;
    this.db = db;
    this.appender = appender;
  }

  /** Begins a table. */
  public static ParquetRows open(Path file, List<ParquetTable.Column> columns) throws IOException {
    DuckDb db = DuckDb.open();
    try {
      db.run(
          columns.stream()
              .map(c -> DuckDb.name(c.name()) + " " + c.type())
              .collect(Collectors.joining(", ", "CREATE TABLE t (", ")")));
      return new ParquetRows(file, db, db.appenders().createAppender("main", "t"));
    } catch (SQLException e) {
      db.close();
      throw failed(file, e);
    }
  }

  /**
   * Adds a row.
   *
   * @param values as many as there are columns: texts, {@code Integer}, {@code Long}, {@code
   *     Double}, {@code Boolean}, or null
   */
  public void add(List<Object> values) throws IOException {
    try {
      appender.beginRow();
      for (Object value : values) {
        switch (value) {
          case null -> appender.appendNull();
          case Double number -> appender.append(number.doubleValue());
          case Integer count -> appender.append(count.intValue());
          case Long count -> appender.append(count.longValue());
          case Boolean flag -> appender.append(flag.booleanValue());
          default -> appender.append(value.toString());
        }
      }
      appender.endRow();
      rows++;
    } catch (SQLException e) {
      throw failed(file, e);
    }
  }

  /** Rows so far. */
  public int rows() {
    return rows;
  }

  /** Writes the file, zstd-compressed, in place of one that is there. */
  public void write() throws IOException {
    try {
      appender.close();
      db.run("COPY t TO " + DuckDb.text(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    } catch (SQLException e) {
      throw failed(file, e);
    }
  }

  static IOException failed(Path file, SQLException e) {
    return new IOException("cannot write " + file.getFileName() + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    db.close();
  }
}
