package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.table.DuckDb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/** All tests of association of a run, asked in SQL since there may be millions. */
final class AssociationTests implements AutoCloseable {

  /** Column that the table of significant ones lacks: patients of {@code p_adjusted}. */
  static final String N_ADJUSTED = "n_adjusted";

  private static final List<String> KEY =
      List.of("level", "stratum", "channel", "feature", "attribute");

  private static final String PAIRS = "associations_pairs.parquet/";

  private static final List<String> PARQUET = List.of("associations.parquet/", PAIRS);

  private final Path folder;
  private final DuckDb db;

  private AssociationTests(Path folder, DuckDb db) {
    this.folder = folder;
    this.db = db;
  }

  /**
   * Brings the tests of a run here, of channels and of their pairs, as {@code tests} with a column
   * {@code level}.
   */
  static AssociationTests of(RunTables run) throws IOException {
    AssociationTests tests =
        new AssociationTests(Files.createTempDirectory("cohortrun-report"), DuckDb.open());
    try {
      for (String name : names(run)) {
        Path file = tests.folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = run.store().open(run.layout().analysis() + name)) {
          Files.copy(in, file);
        }
      }
      tests.db.run(
          "CREATE VIEW tests AS SELECT * FROM read_parquet("
              + DuckDb.text(tests.folder + "/*/*/*.parquet")
              + ", hive_partitioning = true)");
      return tests;
    } catch (SQLException e) {
      tests.close();
      throw new IOException("associations.parquet cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      tests.close();
      throw e;
    }
  }

  static boolean in(RunTables run) {
    return !names(run).isEmpty();
  }

  /** Whether pairs of channels were tested, too. */
  static boolean ofPairs(RunTables run) {
    return names(run).stream().anyMatch(n -> n.startsWith(PAIRS));
  }

  private static List<String> names(RunTables run) {
    return run.names().stream().filter(n -> PARQUET.stream().anyMatch(n::startsWith)).toList();
  }

  /** Rows of a query, each value a text, number, truth or null. */
  List<List<Object>> ask(String sql) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (var statement = db.connection().createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          Object value = found.getObject(c);
          row.add(value instanceof Number n ? Figures.rounded(n.doubleValue()) : value);
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw new IOException("associations.parquet cannot be read: " + e.getMessage(), e);
    }
    return rows;
  }

  /** The same lines with {@link #N_ADJUSTED}. */
  List<Line> withAdjusted(List<Line> significant) throws IOException {
    Map<List<Object>, Object> found = new HashMap<>();
    ask("SELECT %s, %s FROM tests WHERE significant AND %s IS NOT NULL"
            .formatted(String.join(", ", KEY), N_ADJUSTED, N_ADJUSTED))
        .forEach(row -> found.put(List.copyOf(row.subList(0, KEY.size())), row.getLast()));
    return significant.stream()
        .map(
            line -> {
              Object n = found.get(KEY.stream().<Object>map(line::text).toList());
              return n == null ? line : line.with(N_ADJUSTED, n.toString());
            })
        .toList();
  }

  @Override
  public void close() throws IOException {
    db.close();
    PathUtils.deleteDirectory(folder);
  }
}
