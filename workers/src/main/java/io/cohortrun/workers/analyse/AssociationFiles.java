package io.cohortrun.workers.analyse;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.clinical.Dictionary;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.table.ParquetRows;
import io.cohortrun.workers.table.ParquetTable.Column;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Skipped;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of an analysis of associations. */
public final class AssociationFiles implements AssociationAnalysis.Sink, Closeable {

  /** Rows of a Parquet file: what is written is held outside the heap until then. */
  private static final int MOST_ROWS = 400_000;

  private static final Set<String> TEXTS =
      Set.of("stratum", "channel", "feature", "attribute", "test", "effect_kind");
  private static final Set<String> COUNTS = Set.of("n", "n1");
  private static final Set<String> FLAGS = Set.of("specific", "stable", "significant");

  /** Without the level, which is in the path. */
  private static final List<String> NAMES =
      AssociationColumns.NAMES.stream().filter(n -> !n.equals("level")).toList();

  private final Path folder;
  private final CsvWriter significant;
  private Level level; // of the Parquet file that is being written
  private int part;
  private ParquetRows rows;

  private AssociationFiles(Path folder) throws IOException {
    this.folder = folder;
    this.significant =
        csv(folder.resolve("associations_significant.csv"), AssociationColumns.NAMES);
  }

  /**
   * Writes {@code associations.parquet/level=LEVEL/}, {@code associations_significant.csv}, {@code
   * not_tested.csv}, {@code join_report.csv} and {@code dictionary.tsv}.
   *
   * @param folder is made if it is not there; files in it are replaced
   */
  public static void write(
      Path folder, AssociationAnalysis analysis, Dictionary dictionary, JoinReport report)
      throws IOException {
    write(folder, analysis, dictionary, report, associations -> {});
  }

  /**
   * The same, for one more who is told all associations in the same pass.
   *
   * @param also told each stratum after it is written
   */
  public static void write(
      Path folder,
      AssociationAnalysis analysis,
      Dictionary dictionary,
      JoinReport report,
      AssociationAnalysis.Sink also)
      throws IOException {
    Files.createDirectories(folder);
    try (AssociationFiles files = new AssociationFiles(folder)) {
      analysis.tell(
          associations -> {
            files.stratum(associations);
            also.stratum(associations);
          });
      files.endPart();
    }
    try (CsvWriter csv =
        csv(
            folder.resolve("not_tested.csv"),
            List.of("level", "stratum", "attribute", "reason", "tests"))) {
      analysis.skipped().forEach(s -> csv.writeRecord(cells(s)));
    }
    try (CsvWriter csv =
        csv(
            folder.resolve("join_report.csv"),
            List.of("reason", "table", "column", "count", "rows", "meaning"))) {
      report.findings().forEach(f -> csv.writeRecord(cells(f)));
    }
    Files.writeString(folder.resolve("dictionary.tsv"), dictionary.text());
  }

  @Override
  public void stratum(List<Association> associations) throws IOException {
    for (Association one : associations) {
      if (rows == null || level != one.tested().level() || rows.rows() == MOST_ROWS) {
        beginPart(one.tested().level());
      }
      Map<String, Object> row = AssociationColumns.row(one);
      row.remove("level");
      rows.add(new ArrayList<>(row.values()));
      if (one.significant()) {
        significant.writeRecord(AssociationColumns.cells(one));
      }
    }
  }

  private void beginPart(Level next) throws IOException {
    endPart();
    part = next == level ? part + 1 : 1;
    level = next;
    Path of = folder.resolve("associations.parquet").resolve("level=" + next.written());
    Files.createDirectories(of);
    rows =
        ParquetRows.open(
            of.resolve(
                part == 1 ? "associations.parquet" : "associations-%d.parquet".formatted(part)),
            NAMES.stream().map(n -> new Column(n, type(n))).toList());
  }

  private void endPart() throws IOException {
    if (rows != null) {
      rows.write();
      rows.close();
      rows = null;
    }
  }

  @Override
  public void close() throws IOException {
    significant.close();
    if (rows != null) {
      rows.close();
    }
  }

  private static List<String> cells(Skipped of) {
    return List.of(
        of.level().written(),
        of.stratum(),
        of.attribute(),
        of.reason().name(),
        String.valueOf(of.tests()));
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

  private static CsvWriter csv(Path file, List<String> header) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(file);
    csv.writeRecord(header);
    return csv;
  }

  private static String type(String name) {
    return TEXTS.contains(name)
        ? "VARCHAR"
        : COUNTS.contains(name) ? "INTEGER" : FLAGS.contains(name) ? "BOOLEAN" : "DOUBLE";
  }
}
