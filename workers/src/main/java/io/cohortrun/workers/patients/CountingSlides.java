package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workers.table.DelimitedText;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which slides stand for their patients, as a run writes it under {@code analysis/} for all who
 * read its {@code features.parquet} later: features of every slide are there.
 */
public final class CountingSlides {

  public static final String FILE = "slides.csv";

  private static final List<String> NAMES = List.of("slide", "patient", "outcome", "counts");

  private CountingSlides() {}

  static void write(Path folder, RunSlides slides) throws IOException {
    CsvFile.write(
        folder.resolve(FILE),
        NAMES,
        slides.slides().stream()
            .map(s -> List.<Object>of(s.row().slideId(), s.patient(), s.outcome(), s.counts()))
            .toList());
  }

  /**
   * Features of the slides that stand for their patients.
   *
   * @param list {@code slides.csv}; runs of earlier releases have none, and all their slides count
   */
  public static NamedTable only(NamedTable features, Optional<byte[]> list) {
    return list.map(bytes -> SlideTotals.only(features, counting(bytes))).orElse(features);
  }

  private static Set<String> counting(byte[] list) {
    TextTable table =
        DelimitedText.read(new String(list, StandardCharsets.UTF_8), Set.of()).table();
    int slide = table.names().indexOf("slide");
    int counts = table.names().indexOf("counts");
    return table.rows().stream()
        .filter(row -> Boolean.parseBoolean(row.cells().get(counts)))
        .map(row -> row.cells().get(slide))
        .collect(Collectors.toSet());
  }
}
