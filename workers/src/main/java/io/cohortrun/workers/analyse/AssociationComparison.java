package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.stats.concordance.AssociationOverlap;
import io.cohortrun.workflows.stats.concordance.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether two analyses of associations agree, on the tests that both made. */
public final class AssociationComparison {

  /** Relabellings of channels; the seed is fixed, so that a comparison can be repeated. */
  private static final int DRAWS = 10_000;

  private static final long SEED = 1;

  /** All levels together. */
  private static final String ALL = "";

  private record Row(String level, String stratum, String feature, String attribute)
      implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      return toString().compareTo(other.toString());
    }
  }

  private AssociationComparison() {}

  /**
   * Compares.
   *
   * @param a folder with {@code associations.parquet}, of {@code analyse associations -o} or of a
   *     run's analysis
   * @param b another
   * @return per level and for all: an empty term
   * @throws BadTable one of them is no such folder, or they share no test
   * @throws IOException a table cannot be read
   */
  public static List<Quantity> of(Path a, Path b) throws BadTable, IOException {
    Map<Row, Map<String, Call>> here = calls(a);
    Map<Row, Map<String, Call>> there = calls(b);
    SortedSet<Row> rows = new TreeSet<>(here.keySet());
    rows.retainAll(there.keySet());
    if (rows.isEmpty()) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "%s and %s have no stratum and attribute in common; are their columns named alike?"
              .formatted(a, b));
    }
    List<Quantity> found = new ArrayList<>();
    put(found, ALL, List.copyOf(rows), here, there);
    rows.stream()
        .map(Row::level)
        .distinct()
        .sorted()
        .forEach(
            level ->
                put(
                    found,
                    level,
                    rows.stream().filter(r -> r.level().equals(level)).toList(),
                    here,
                    there));
    return found;
  }

  private static void put(
      List<Quantity> found,
      String level,
      List<Row> rows,
      Map<Row, Map<String, Call>> a,
      Map<Row, Map<String, Call>> b) {
    SortedSet<String> channels = new TreeSet<>();
    rows.forEach(row -> channels.addAll(a.get(row).keySet()));
    List<String> attributes = rows.stream().map(Row::attribute).distinct().sorted().toList();
    AssociationOverlap overlap =
        AssociationOverlap.of(
            matrix(rows, channels, a),
            matrix(rows, channels, b),
            rows.stream().mapToInt(r -> attributes.indexOf(r.attribute())).toArray(),
            DRAWS,
            SEED);
    int significantA = overlap.shared() + overlap.onlyA();
    int significantB = overlap.shared() + overlap.onlyB() + overlap.opposite();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("tests", (double) significantA + overlap.onlyB() + overlap.neither());
    values.put("significant_a", (double) significantA);
    values.put("significant_b", (double) significantB);
    values.put("shared", (double) overlap.shared());
    values.put("opposite", (double) overlap.opposite());
    values.put("sign_agreement", overlap.signAgreement());
    values.put("count_ratio", significantA / (double) significantB);
    values.put("fisher_p_greater", overlap.fisher().greater());
    values.put("odds_ratio_sample", overlap.fisher().sampleOdds());
    values.put("odds_ratio_conditional", overlap.fisher().conditionalOdds());
    values.put("odds_ratio_within_attributes", overlap.withinAttributes());
    values.put("p_within_attributes", overlap.withinAttributesP());
    values.put("p_channels_relabelled", overlap.relabelledP());
    values.forEach((quantity, value) -> found.add(new Quantity(quantity, level, value)));
  }

  private static Call[][] matrix(
      List<Row> rows, SortedSet<String> channels, Map<Row, Map<String, Call>> of) {
    return rows.stream()
        .map(
            row ->
                channels.stream()
                    .map(c -> of.get(row).getOrDefault(c, Call.UNTESTED))
                    .toArray(Call[]::new))
        .toArray(Call[][]::new);
  }

  private static Map<Row, Map<String, Call>> calls(Path folder) throws BadTable, IOException {
    Map<Row, Map<String, Call>> calls = new TreeMap<>();
    for (Path table :
        List.of(
            folder.resolve("associations.parquet"),
            folder.resolve("analysis/associations.parquet"))) {
      if (!Files.isDirectory(table)) {
        continue;
      }
      try (var levels = Files.newDirectoryStream(table, "level=*")) {
        for (Path level : levels) {
          try (var files = Files.newDirectoryStream(level, "*.parquet")) {
            for (Path file : files) {
              String name = level.getFileName().toString().substring("level=".length());
              ParquetTable.read(file, row -> put(calls, name, row));
            }
          }
        }
      }
      return calls;
    }
    throw new BadTable(
        BadTable.Code.NotFound,
        "%s holds no associations.parquet; make it by cohort analyse associations -o"
            .formatted(folder));
  }

  private static void put(Map<Row, Map<String, Call>> calls, String level, ResultSet row)
      throws SQLException {
    double none = row.getString("effect_kind").equals("hr") ? 1 : 0;
    Call call =
        !row.getBoolean("significant")
            ? Call.NONE
            : row.getDouble("effect") < none ? Call.DOWN : Call.UP;
    calls
        .computeIfAbsent(
            new Row(
                level,
                row.getString("stratum"),
                row.getString("feature"),
                row.getString("attribute")),
            r -> new HashMap<>())
        .put(row.getString("channel"), call);
  }
}
