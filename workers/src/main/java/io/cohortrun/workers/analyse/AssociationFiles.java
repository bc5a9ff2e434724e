package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.screen.Skipped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files of an analysis of associations. */
public final class AssociationFiles {

  private AssociationFiles() {}

  /**
   * Writes {@code associations.parquet/level=LEVEL/}, {@code associations_significant.csv}, {@code
   * associations_given_density.csv}, {@code subtypes.csv} and {@code not_tested.csv}.
   *
   * @param folder is made if it is not there; files in it are replaced
   */
  public static void write(Path folder, AssociationAnalysis analysis) throws IOException {
    write(folder, analysis, associations -> {});
  }

  /**
   * The same, for one more who is told all associations in the same pass.
   *
   * @param also told each stratum after it is written
   */
  public static void write(Path folder, AssociationAnalysis analysis, AssociationAnalysis.Sink also)
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
    CsvFile.write(
        folder.resolve("not_tested.csv"),
        List.of("level", "stratum", "attribute", "reason", "tests"),
        analysis.skipped().stream().map(AssociationFiles::cells).toList());
  }

  private static List<Object> cells(Skipped of) {
    return List.of(
        of.level().written(), of.stratum(), of.attribute(), of.reason().name(), of.tests());
  }
}
