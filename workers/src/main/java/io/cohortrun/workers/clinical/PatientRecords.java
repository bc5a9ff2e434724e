package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One record per patient, merged from all rows of all tables.
 *
 * @param patients in the order of their first row
 * @param columns by name, in the order of the tables
 */
record PatientRecords(List<String> patients, Map<String, Column> columns) {

  /**
   * A column.
   *
   * @param table the first that has it
   * @param text [patients] empty where the value is missing
   * @param row [patients] row of the table from 1 that gave the value, or 0
   */
  record Column(String name, String table, String[] text, int[] row) {

    private static final String CONTRADICTED = "\uE000";

    private static Column of(String name, String table, int patients) {
      String[] text = new String[patients];
      Arrays.fill(text, "");
      return new Column(name, table, text, new int[patients]);
    }

    /** Whether the cell says something that was not known. */
    private boolean put(int patient, String cell, String from, int at, JoinReport report) {
      String before = text[patient];
      if (before.isEmpty()) {
        text[patient] = cell;
        row[patient] = at;
        return true;
      }
      if (Cells.same(before, cell)) {
        return false;
      }
      text[patient] = CONTRADICTED;
      report.add(Reason.Contradiction, from, name, at);
      return true;
    }

    private void forgetContradictions() {
      for (int p = 0; p < text.length; p++) {
        if (text[p].equals(CONTRADICTED)) {
          text[p] = "";
        }
      }
    }
  }

  /** Merges; contradictions count as missing and are told, as are repeated rows. */
  static PatientRecords merge(List<ClinicalSource> sources, JoinReport report) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (ClinicalSource source : sources) {
      for (TextTable.Row row : source.table().rows()) {
        String patient = source.patient(row);
        if (!patient.isEmpty()) {
          index.putIfAbsent(patient, index.size());
        }
      }
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (ClinicalSource source : sources) {
      List<Column> own = columns(source, columns, index.size());
      boolean[] seen = new boolean[index.size()];
      for (int r = 0; r < source.table().rows().size(); r++) {
        TextTable.Row row = source.table().rows().get(r);
        String patient = source.patient(row);
        if (patient.isEmpty()) {
          report.add(Reason.NoPatientId, source.name(), "", r + 1);
          continue;
        }
        int p = index.get(patient);
        boolean news = !seen[p];
        seen[p] = true;
        for (int c = 0; c < own.size(); c++) {
          if (own.get(c) != null && !Cells.isMissing(row.cells().get(c))) {
            news |= own.get(c).put(p, row.cells().get(c), source.name(), r + 1, report);
          }
        }
        if (!news) {
          report.add(Reason.RepeatedRow, source.name(), "", r + 1);
        }
      }
    }
    columns.values().forEach(Column::forgetContradictions);
    return new PatientRecords(List.copyOf(index.keySet()), columns);
  }

  /** By position, null for the patient's id and what has no name; of two equal names the first. */
  private static List<Column> columns(
      ClinicalSource source, Map<String, Column> columns, int patients) {
    List<String> names = source.table().names();
    List<Column> own = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      String name = names.get(c);
      boolean used = c != source.id() && !name.isEmpty() && names.indexOf(name) == c;
      own.add(
          used ? columns.computeIfAbsent(name, n -> Column.of(n, source.name(), patients)) : null);
    }
    return own;
  }

  /** Position by patient. */
  static Map<String, Integer> index(List<String> patients) {
    Map<String, Integer> index = new LinkedHashMap<>();
    patients.forEach(p -> index.put(p, index.size()));
    return index;
  }

  /** Refuses a column that is not there. */
  void require(String column) throws BadTable {
    if (!columns.containsKey(column)) {
      throw new BadTable(
          BadTable.Code.NoSuchColumn,
          "there is no column %s; the clinical tables have %s"
              .formatted(column, String.join(", ", columns.keySet())));
    }
  }
}
