package io.cohortrun.workers.analyse;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.stats.concordance.AssociationOverlap;
import io.cohortrun.workflows.stats.concordance.Call;
import io.cohortrun.workflows.stats.screen.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a population says of each association.
 *
 * @param calls by channel, of each stratum, kind of feature and attribute; a stratum of several
 *     subtypes is told with them, so that two populations share it only where it is of the same
 * @param pooled a stratum of several subtypes, and how it is told
 */
record AssociationCalls(Map<Test, Map<String, Call>> calls, Map<String, String> pooled) {

  /** Relabellings of channels; the seed is fixed, so that a comparison can be repeated. */
  private static final int DRAWS = 10_000;

  private static final long SEED = 1;

  /** A test of all channels. */
  record Test(String level, String stratum, String feature, String attribute)
      implements Comparable<Test> {

    private static final Comparator<Test> ORDER =
        Comparator.comparing(Test::level)
            .thenComparing(Test::stratum)
            .thenComparing(Test::feature)
            .thenComparing(Test::attribute);

    @Override
    public int compareTo(Test other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Reads them.
   *
   * @param folder with {@code associations.parquet}, or with {@code analysis} that has it
   * @throws BadTable there is none
   */
  static AssociationCalls read(Path folder) throws BadTable, IOException {
    Map<Test, Map<String, Call>> calls = new HashMap<>();
    for (Path table :
        List.of(
            folder.resolve("associations.parquet"),
            folder.resolve("analysis/associations.parquet"))) {
      if (!Files.isDirectory(table)) {
        continue;
      }
      Map<String, String> pooled = pooled(table.resolveSibling("subtypes.csv"));
      try (var levels = Files.newDirectoryStream(table, "level=*")) {
        for (Path level : levels) {
          try (var files = Files.newDirectoryStream(level, "*.parquet")) {
            for (Path file : files) {
              String name = level.getFileName().toString().substring("level=".length());
              ParquetTable.read(file, row -> put(calls, pooled, name, row));
            }
          }
        }
      }
      return new AssociationCalls(calls, pooled);
    }
    throw new BadTable(
        BadTable.Code.NotFound,
        "%s holds no associations.parquet; make it by cohort analyse associations -o"
            .formatted(folder));
  }

  /** Of what an analysis says of its subtypes; nothing where it says nothing. */
  private static Map<String, String> pooled(Path subtypes) throws IOException {
    Map<String, SortedSet<String>> members = new HashMap<>();
    if (Files.exists(subtypes)) {
      try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(subtypes)) {
        rows.stream()
            .filter(row -> !row.getField("stratum").isEmpty())
            .forEach(
                row ->
                    members
                        .computeIfAbsent(row.getField("stratum"), s -> new TreeSet<>())
                        .add(row.getField("subtype")));
      }
    }
    Map<String, String> pooled = new HashMap<>();
    members.forEach(
        (stratum, of) -> {
          if (!of.equals(Set.of(stratum))) {
            pooled.put(stratum, stratum + " of " + String.join(", ", of));
          }
        });
    return pooled;
  }

  private static void put(
      Map<Test, Map<String, Call>> calls, Map<String, String> pooled, String level, ResultSet row)
      throws SQLException {
    double none = row.getString("effect_kind").equals("hr") ? 1 : 0;
    Call call =
        !row.getBoolean("significant")
            ? Call.NONE
            : row.getDouble("effect") < none ? Call.DOWN : Call.UP;
    calls
        .computeIfAbsent(
            new Test(
                level,
                told(pooled, level, row.getString("stratum")),
                row.getString("feature"),
                row.getString("attribute")),
            r -> new HashMap<>())
        .put(row.getString("channel"), call);
  }

  private static String told(Map<String, String> pooled, String level, String stratum) {
    return level.equals(Level.SUBTYPE.written()) ? pooled.getOrDefault(stratum, stratum) : stratum;
  }

  /** How a stratum is told in {@link Test}. */
  String told(String level, String stratum) {
    return told(pooled, level, stratum);
  }

  /** Whether a channel's test was made. */
  boolean made(Test test, String channel) {
    return calls.getOrDefault(test, Map.of()).containsKey(channel);
  }

  /** Tests of some channel that another population made too. */
  SortedSet<Test> common(AssociationCalls other) {
    SortedSet<Test> common = new TreeSet<>(calls.keySet());
    common.retainAll(other.calls.keySet());
    return common;
  }

  /** How far two populations agree on those of the common tests that count here. */
  AssociationOverlap overlap(AssociationCalls other, Predicate<Test> counts) {
    List<Test> tests = common(other).stream().filter(counts).toList();
    SortedSet<String> channels = new TreeSet<>();
    tests.forEach(test -> channels.addAll(calls.get(test).keySet()));
    Map<String, Integer> attributes = new HashMap<>();
    tests.forEach(test -> attributes.putIfAbsent(test.attribute(), attributes.size()));
    return AssociationOverlap.of(
        matrix(tests, channels),
        other.matrix(tests, channels),
        tests.stream().mapToInt(test -> attributes.get(test.attribute())).toArray(),
        DRAWS,
        SEED);
  }

  private Call[][] matrix(List<Test> tests, SortedSet<String> channels) {
    return tests.stream()
        .map(
            test ->
                channels.stream()
                    .map(c -> calls.get(test).getOrDefault(c, Call.UNTESTED))
                    .toArray(Call[]::new))
        .toArray(Call[][]::new);
  }
}
