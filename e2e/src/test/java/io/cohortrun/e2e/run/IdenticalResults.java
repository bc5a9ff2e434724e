package io.cohortrun.e2e.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.workers.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that must be equal between two outputs of one cohort: the bytes of every committed slide
 * result and canvas, {@code features.parquet} row for row, {@code ledger.csv} without {@code
 * seconds} and {@code attempts}, and the bytes of {@code analysis/}.
 *
 * @param slides slide key and file name to sha256, as the COMMIT names them (and as the bytes are:
 *     checked)
 * @param features rows as text
 * @param ledger lines as text
 * @param analysis file name to sha256; none where nothing was analysed
 */
public record IdenticalResults(
    SortedMap<String, String> slides,
    List<String> features,
    List<String> ledger,
    SortedMap<String, String> analysis) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LEFT_OUT = List.of("seconds", "attempts");
  private static final String KEPT = "strata/";

  /** Reads an output folder with one run in it. */
  public static IdenticalResults of(Path output, Path runFolder) throws IOException, SQLException {
    return of(output, runFolder, output.getParent().toString());
  }

  /**
   * Reads an output folder.
   *
   * @param cohort the folder of manifest and slides, as the run's workers see it
   */
  public static IdenticalResults of(Path output, Path runFolder, String cohort)
      throws IOException, SQLException {
    return new IdenticalResults(
        slides(output),
        rows("SELECT * FROM read_parquet('%s')".formatted(runFolder.resolve("features.parquet"))),
        // Sentences name files by their place, and each series runs in a folder of its own.
        rows(
                "SELECT * EXCLUDE (%s) FROM read_csv('%s', all_varchar = true)"
                    .formatted(String.join(", ", LEFT_OUT), runFolder.resolve("ledger.csv")))
            .stream()
            .map(line -> line.replace(cohort, "COHORT"))
            .toList(),
        analysis(runFolder.resolve("analysis")));
  }

  /** Digests of an analysis by file name; what a run keeps there for itself is left out. */
  public static SortedMap<String, String> analysis(Path folder) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          if (!name.startsWith(KEPT)) {
            digests.put(name, Sha256.of(file));
          }
        }
      }
    }
    return digests;
  }

  private static SortedMap<String, String> slides(Path output) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> commits =
        Files.find(
            output.resolve("slides"), 2, (p, a) -> p.getFileName().toString().equals("COMMIT"))) {
      for (Path commit : commits.toList()) {
        String key = commit.getParent().getFileName().toString();
        JsonNode json = JSON.readTree(commit.toFile());
        Path folder = output.resolve(json.get("prefix").asText());
        for (Map.Entry<String, JsonNode> file : json.get("files").properties()) {
          String sha256 = Sha256.of(folder.resolve(file.getKey()));
          if (!sha256.equals(file.getValue().asText())) {
            throw new IOException(
                key + "/" + file.getKey() + " is not what its COMMIT says: " + sha256);
          }
          digests.put(key + "/" + file.getKey(), sha256);
        }
      }
    }
    return digests;
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      Stream.Builder<String> lines = Stream.builder();
      while (rows.next()) {
        lines.add(row(rows, columns));
      }
      return lines.build().toList();
    }
  }

  private static String row(ResultSet row, int columns) {
    return IntStream.rangeClosed(1, columns)
        .mapToObj(
            c -> {
              try {
                return String.valueOf(row.getObject(c));
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            })
        .reduce((a, b) -> a + "|" + b)
        .orElse("");
  }
}
