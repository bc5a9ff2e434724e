package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.table.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Writes what a run knows of its patients.
 *
 * @param everyone all patients of the manifest, with clinical attributes and features
 */
public record PatientFiles(RunSlides slides, ClinicalJoin everyone) {

  /**
   * Writes {@code patients.csv}, {@code .parquet} and {@code _dictionary.csv}, {@code slides.csv},
   * {@code flow.csv}, and of clinical tables {@code attrition.csv} and {@code table1.csv}.
   *
   * @param clinical whether there are clinical tables
   * @param smallCells smallest count of {@code table1.csv}
   */
  public void write(Path folder, SlideTotals totals, boolean clinical, int smallCells)
      throws IOException {
    PatientTable.of(everyone, slides, totals).write(folder);
    CountingSlides.write(folder, slides);
    Set<String> recorded = clinical ? where(p -> everyone.recorded()[p]) : null;
    Set<String> measured = where(this::measured);
    CsvFile.write(
        folder.resolve("flow.csv"), CohortFlow.NAMES, CohortFlow.of(slides, recorded, measured));
    if (clinical) {
      Set<String> genes = everyone.population().genes().names(); // too many to read
      int[] usable =
          IntStream.range(0, everyone.patients().size()).filter(this::measured).toArray();
      int[] analysed = IntStream.of(usable).filter(p -> everyone.recorded()[p]).toArray();
      CsvFile.write(
          folder.resolve("attrition.csv"),
          Attrition.NAMES,
          Attrition.of(everyone, slides, usable, genes));
      CsvFile.write(
          folder.resolve("table1.csv"),
          TableOne.NAMES,
          TableOne.of(everyone, analysed, genes, smallCells));
    }
  }

  private boolean measured(int patient) {
    return everyone.population().features().stream()
        .anyMatch(f -> !Double.isNaN(f.values()[patient]));
  }

  private Set<String> where(IntPredicate rule) {
    Set<String> found = new HashSet<>();
    IntStream.range(0, everyone.patients().size())
        .filter(rule)
        .forEach(p -> found.add(everyone.patients().get(p)));
    return found;
  }
}
