package io.cohortrun.workers.analyse;

import io.cohortrun.workers.clinical.Dictionary;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.table.CsvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What became of clinical tables, whatever is computed of them. */
public final class JoinFiles {

  private JoinFiles() {}

  /**
   * Writes {@code join_report.csv} and {@code dictionary.tsv}.
   *
   * @param folder is made if it is not there; files in it are replaced
   */
  public static void write(Path folder, Dictionary dictionary, JoinReport report)
      throws IOException {
    CsvFile.write(
        folder.resolve("join_report.csv"),
        List.of("reason", "table", "column", "count", "rows", "meaning"),
        report.findings().stream().map(JoinFiles::cells).toList());
    Files.writeString(folder.resolve("dictionary.tsv"), dictionary.text());
  }

  private static List<Object> cells(JoinReport.Finding of) {
    return List.of(
        of.reason().name(),
        of.table(),
        of.column(),
        of.rows().size(),
        of.rows().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        of.reason().meaning());
  }
}
