package io.cohortrun.workers.report;

import io.cohortrun.workers.report.findings.PatientRows;
import io.cohortrun.workers.report.findings.RunTables;
import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of all patients, and a page of each. A file holds {@value Frame#PAGE_SIZE} patients, of
 * whom its address chooses one ({@code patients/0003.html#17}), since a file of its own would cost
 * a disk more than what is known of a patient.
 */
final class PatientPages {

  static final Frame.Named NAMED =
      new Frame.Named("patients.html", "Patients", "a page for each patient");
  private static final List<String> LISTED = List.of("patient", "type", "subtype", "site");

  private final Frame frame;
  private final ObjectStore store;
  private final String folder;
  private final List<List<Object>> listed = new ArrayList<>();
  private final List<Map<String, Object>> waiting = new ArrayList<>();
  private int files;

  PatientPages(Frame frame, ObjectStore store, String folder) {
    this.frame = frame;
    this.store = store;
    this.folder = folder;
  }

  static boolean possible(RunTables tables) {
    return tables.has("patients.csv");
  }

  void write(RunTables tables) throws IOException {
    Page html =
        Page.load(
            "../", Assets.PLOTTING, "common", "table", "survival", "plots", "findings", "patient");
    PatientRows rows = PatientRows.of(tables);
    rows.each(
        row -> {
          listed.add(line(row));
          waiting.add(row);
          if (waiting.size() == Frame.PAGE_SIZE) {
            file(html, rows);
          }
        });
    if (!waiting.isEmpty()) {
      file(html, rows);
    }
    Map<String, Object> page = new HashMap<>(frame.under(""));
    List<String> columns = new ArrayList<>(LISTED);
    columns.addAll(List.of("slides", "tiles"));
    page.put("columns", columns);
    page.put("patients", listed);
    store.put(folder + NAMED.file(), Page.load("", "common", "table", "patients").with(page));
  }

  private static List<Object> line(Map<String, Object> row) {
    List<Object> line = new ArrayList<>();
    LISTED.forEach(column -> line.add(row.get(column)));
    line.add(((List<?>) row.get("slides")).size());
    line.add(row.get("tiles"));
    return line;
  }

  private void file(Page html, PatientRows rows) throws IOException {
    Map<String, Object> page = new HashMap<>(frame.under("../"));
    page.put("channels", rows.channels());
    page.put("patients", waiting);
    store.put(folder + "patients/%04d.html".formatted(files++), html.with(page));
    waiting.clear();
  }
}
