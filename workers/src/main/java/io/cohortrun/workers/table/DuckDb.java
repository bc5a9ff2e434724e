package io.cohortrun.workers.table;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * A private in-memory database that fetches nothing from any network: no extension is installed or
 * loaded at run time. One thread, so that rows keep their order and a worker its cores.
 */
public final class DuckDb implements AutoCloseable {

  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens an empty database.
   *
   * @throws IOException where DuckDB's native library does not load here
   */
  public static DuckDb open() throws IOException {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", "512MB");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("preserve_insertion_order", "true");
    try {
      return new DuckDb(DriverManager.getConnection("jdbc:duckdb:", settings));
    } catch (SQLException e) {
      throw new IOException("DuckDB does not start: " + e.getMessage(), e);
    }
  }

  /** The open connection. */
  public Connection connection() {
    return connection;
  }

  /** The same, for DuckDB's appender. */
  public DuckDBConnection appenders() throws SQLException {
    return connection.unwrap(DuckDBConnection.class);
  }

  /** Runs one statement without result. */
  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** {@code name} as an SQL identifier. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code text} as an SQL string. */
  public static String text(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
