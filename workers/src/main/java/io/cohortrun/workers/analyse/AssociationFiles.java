package io.cohortrun.workers.analyse;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.clinical.Dictionary;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workers.table.ParquetTable.Column;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of an analysis of associations. */
public final class AssociationFiles {

  private static final Set<String> TEXTS =
      Set.of("stratum", "channel", "feature", "attribute", "test", "effect_kind");
  private static final Set<String> COUNTS = Set.of("n", "n1");
  private static final Set<String> FLAGS = Set.of("specific", "stable", "significant");

  private AssociationFiles() {}

  /**
   * Writes {@code associations.parquet/level=LEVEL/}, {@code associations_significant.csv}, {@code
   * not_tested.csv}, {@code join_report.csv} and {@code dictionary.tsv}.
   *
   * @param folder is made if it is not there; files in it are replaced
   */
  public static void write(
      Path folder, AssociationAnalysis analysis, Dictionary dictionary, JoinReport report)
      throws IOException {
    Files.createDirectories(folder);
    for (Level level : Level.values()) {
      List<Association> of =
          analysis.associations().stream().filter(a -> a.tested().level() == level).toList();
      Path part = folder.resolve("associations.parquet").resolve("level=" + level.written());
      if (!of.isEmpty()) {
        Files.createDirectories(part);
        parquet(part.resolve("associations.parquet"), of);
      }
    }
    csv(
        folder.resolve("associations_significant.csv"),
        AssociationColumns.NAMES,
        analysis.significant().stream().map(AssociationColumns::cells).toList());
    csv(
        folder.resolve("not_tested.csv"),
        List.of("level", "stratum", "attribute", "reason", "tests"),
        analysis.skipped().stream()
            .map(
                s ->
                    List.of(
                        s.level().written(),
                        s.stratum(),
                        s.attribute(),
                        s.reason().name(),
                        String.valueOf(s.tests())))
            .toList());
    csv(
        folder.resolve("join_report.csv"),
        List.of("reason", "table", "column", "count", "rows", "meaning"),
        report.findings().stream().map(AssociationFiles::cells).toList());
    Files.writeString(folder.resolve("dictionary.tsv"), dictionary.text());
  }

  private static List<String> cells(JoinReport.Finding of) {
    return List.of(
        of.reason().name(),
        of.table(),
        of.column(),
        String.valueOf(of.rows().size()),
        of.rows().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        of.reason().meaning());
  }

  private static void csv(Path file, List<String> header, List<List<String>> rows)
      throws IOException {
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(file)) {
      csv.writeRecord(header);
      rows.forEach(csv::writeRecord);
    }
  }

  /** Without the level, which is in the path. */
  private static void parquet(Path file, List<Association> rows) throws IOException {
    List<String> names = AssociationColumns.NAMES.stream().filter(n -> !n.equals("level")).toList();
    ParquetTable.writeValues(
        file,
        names.stream().map(n -> new Column(n, type(n))).toList(),
        rows.stream().map(one -> values(one, names)).toList());
  }

  private static List<Object> values(Association of, List<String> names) {
    var row = AssociationColumns.row(of);
    return names.stream().<Object>map(row::get).collect(Collectors.toCollection(ArrayList::new));
  }

  private static String type(String name) {
    return TEXTS.contains(name)
        ? "VARCHAR"
        : COUNTS.contains(name) ? "INTEGER" : FLAGS.contains(name) ? "BOOLEAN" : "DOUBLE";
  }
}
