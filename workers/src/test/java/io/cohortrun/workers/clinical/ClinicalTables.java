package io.cohortrun.workers.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.screen.Attribute;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables for tests of this package. */
final class ClinicalTables {

  static final Path FOLDER = Path.of("src/test/resources/clinical");

  private ClinicalTables() {}

  /** Lines of cells between commas; the first holds the names. */
  static NamedTable table(String name, String... lines) {
    return new NamedTable(
        name,
        new TextTable(
            cells(lines[0]),
            Arrays.stream(lines).skip(1).map(l -> new TextTable.Row(0, cells(l))).toList()));
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split(",", -1));
  }

  /** A feature for each patient of a table. */
  static NamedTable featuresOf(NamedTable clinical, String id) throws Exception {
    int position = clinical.position(id);
    StringBuilder lines = new StringBuilder("patient_id,CD8");
    int i = 0;
    for (TextTable.Row row : clinical.table().rows()) {
      lines.append('\n').append(row.cells().get(position)).append(',').append(0.5 + i++ / 7.0);
    }
    return table("features.csv", lines.toString().split("\n", -1));
  }

  static ClinicalJoin join(
      NamedTable features, List<NamedTable> clinical, Choice choice, JoinReport report)
      throws Exception {
    return ClinicalJoin.of(FeatureTable.of(features, report), clinical, choice, report);
  }

  static Attribute attribute(ClinicalJoin join, String name) {
    List<Attribute> found =
        join.population().attributes().stream().filter(a -> a.name().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  /** Findings as "reason column rows". */
  static List<String> found(JoinReport report) {
    return report.findings().stream()
        .map(f -> "%s %s %s".formatted(f.reason(), f.column(), f.rows()))
        .toList();
  }

  /** Values and how many patients have them; unknown ones under NaN. */
  static Map<Double, Long> counts(double[] values) {
    return Arrays.stream(values)
        .boxed()
        .collect(Collectors.groupingBy(v -> v, Collectors.counting()));
  }
}
