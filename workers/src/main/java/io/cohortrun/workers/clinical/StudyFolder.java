package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cBioPortal study folder, read as it is: {@code data_clinical_patient.txt}, {@code
 * data_clinical_sample.txt}, {@code data_mutations.txt}, gene panels and the case list of sequenced
 * samples, as far as they are there.
 */
public final class StudyFolder {

  private static final List<String> MUTATIONS =
      List.of("data_mutations.txt", "data_mutations_extended.txt");

  private StudyFolder() {}

  /** Whether a table that was read here was made of the study's mutations. */
  public static boolean isOfMutations(NamedTable table) {
    return MUTATIONS.contains(table.name());
  }

  /**
   * Reads a study.
   *
   * @param megabases that were sequenced, or 0
   * @param fewest patients with a variant that a gene needs to be a column
   * @param report told of samples whose gene panel is not defined, and of rarer genes
   * @throws BadTable there is no clinical table in the folder, or one of the files is no table
   * @throws IOException the disk fails
   */
  public static List<NamedTable> read(Path study, double megabases, int fewest, JoinReport report)
      throws BadTable, IOException {
    List<NamedTable> tables = new ArrayList<>();
    Map<String, String> patients = new HashMap<>();
    for (String name : List.of("data_clinical_patient.txt", "data_clinical_sample.txt")) {
      Path file = study.resolve(name);
      if (Files.exists(file)) {
        NamedTable table = NamedTable.read(file);
        tables.add(table);
        if (table.table().names().contains("SAMPLE_ID")) {
          int sample = table.position("SAMPLE_ID");
          int patient = table.position("PATIENT_ID");
          table
              .table()
              .rows()
              .forEach(row -> patients.put(row.cells().get(sample), row.cells().get(patient)));
        }
      }
    }
    if (tables.isEmpty()) {
      throw new BadTable(
          Code.UnsupportedFormat,
          "%s is a folder without data_clinical_patient.txt and data_clinical_sample.txt; name a study or a table"
              .formatted(study));
    }
    for (String name : MUTATIONS) {
      Path file = study.resolve(name);
      if (Files.exists(file)) {
        tables.add(
            MutationTable.of(
                NamedTable.read(file),
                megabases,
                fewest,
                report,
                GenePanels.read(study, report),
                sample -> patients.getOrDefault(sample, PatientIds.patient(sample))));
        break;
      }
    }
    return tables;
  }
}
