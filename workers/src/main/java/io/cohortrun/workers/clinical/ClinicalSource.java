package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table with a column of patients.
 *
 * @param name of the file, for messages
 * @param id position of the column that names the patient
 */
record ClinicalSource(String name, TextTable table, int id) {

  /** A table whose column of patients is named, or found by the patients that are {@code known}. */
  static ClinicalSource of(NamedTable named, Set<String> known, String id) throws BadTable {
    try {
      return new ClinicalSource(
          named.name(), named.table(), PatientIds.column(named.table(), known, id));
    } catch (BadTable e) {
      throw e.in(named.name());
    }
  }

  /** The patient of a row, or empty. */
  String patient(TextTable.Row row) {
    String cell = row.cells().get(id);
    return Cells.isMissing(cell) ? "" : PatientIds.patient(cell);
  }

  /** [patients] first row of each, from 1; 0 for a patient who has none here. */
  int[] firstRows(List<String> patients) {
    Map<String, Integer> first = new HashMap<>();
    for (int r = 0; r < table.rows().size(); r++) {
      first.putIfAbsent(patient(table.rows().get(r)), r + 1);
    }
    return patients.stream().mapToInt(p -> first.getOrDefault(p, 0)).toArray();
  }
}
