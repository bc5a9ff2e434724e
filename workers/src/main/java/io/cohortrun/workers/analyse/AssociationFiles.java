package io.cohortrun.workers.analyse;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.clinical.Dictionary;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workflows.stats.screen.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Files of an analysis of associations. */
public final class AssociationFiles {

  private AssociationFiles() {}

  /**
   * Writes {@code associations.parquet/level=LEVEL/}, {@code associations_significant.csv}, {@code
   * associations_given_density.csv}, {@code subtypes.csv}, {@code not_tested.csv}, {@code
   * join_report.csv} and {@code dictionary.tsv}.
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
    GivenDensityTable givenDensity = new GivenDensityTable();
    AssociationTables.write(
        folder,
        "associations",
        analysis,
        associations -> {
          givenDensity.stratum(associations);
          also.stratum(associations);
        });
    givenDensity.write(folder);
    SubtypeTable.write(folder, analysis.population(), analysis.least());
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
}
