package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which column names the patient, and how ids are compared. */
public final class PatientIds {

  /** By which a column of ids is known where no other table can be asked; best first. */
  private static final List<String> NAMES =
      List.of(
          "patientid",
          "patient",
          "bcrpatientbarcode",
          "submitterid",
          "casesubmitterid",
          "caseid",
          "subjectid",
          "participant",
          "tumorsamplebarcode",
          "sampleid",
          "id");

  private static final Pattern TCGA = Pattern.compile("(TCGA-\\w{2}-\\w{4})(-.*)?");

  private PatientIds() {}

  /** The patient that a cell names: of a TCGA barcode (sample, slide, aliquot) its first parts. */
  public static String patient(String written) {
    var barcode = TCGA.matcher(written);
    return barcode.matches() ? barcode.group(1) : written;
  }

  /** Tissue source site in a TCGA barcode, or empty. */
  static String sourceSite(String patient) {
    return TCGA.matcher(patient).matches() ? patient.substring(5, 7) : "";
  }

  /**
   * Position of the column with the most patients of {@code known}; if none has any, the one with a
   * usual name.
   *
   * @param given name of the column, or null
   * @throws BadTable there is no such column
   */
  static int column(TextTable table, Set<String> known, String given) throws BadTable {
    if (given != null) {
      int position = table.names().indexOf(given);
      if (position < 0) {
        throw new BadTable(
            Code.NoSuchColumn,
            "there is no column %s; the table has %s"
                .formatted(given, String.join(", ", table.names())));
      }
      return position;
    }
    int best = -1;
    int most = 0;
    for (int c = 0; c < table.names().size(); c++) {
      Set<String> found = patients(table, c);
      found.retainAll(known);
      if (found.size() > most) {
        best = c;
        most = found.size();
      }
    }
    return best >= 0 ? best : byName(table);
  }

  private static int byName(TextTable table) throws BadTable {
    List<String> names = table.names().stream().map(ColumnInference::normal).toList();
    return NAMES.stream()
        .map(names::indexOf)
        .filter(c -> c >= 0)
        .findFirst()
        .orElseThrow(
            () ->
                new BadTable(
                    Code.NoSuchColumn,
                    "no column is known to hold the patient's id; rename it to patient_id"));
  }

  private static Set<String> patients(TextTable table, int column) {
    return table.rows().stream()
        .map(row -> row.cells().get(column))
        .filter(cell -> !Cells.isMissing(cell))
        .map(PatientIds::patient)
        .collect(Collectors.toSet());
  }
}
