package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;

/**
 * A table with a column of patients.
 *
 * @param name of the file, for messages
 * @param id position of the column that names the patient
 */
record ClinicalSource(String name, TextTable table, int id) {

  /** The patient of a row, or empty. */
  String patient(TextTable.Row row) {
    String cell = row.cells().get(id);
    return Cells.isMissing(cell) ? "" : PatientIds.patient(cell);
  }
}
