package io.cohortrun.workers.report;

import io.cohortrun.workers.report.findings.Findings;
import io.cohortrun.workers.report.findings.FindingsPage;
import io.cohortrun.workers.report.findings.RunTables;
import io.cohortrun.workers.report.findings.Validation;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what the analyses found: a page per question, and the patients. */
record StatisticsPages(Frame frame, List<FindingsPage> findings, boolean patients) {

  static StatisticsPages of(ReportInput run, RunTables tables) throws IOException {
    List<FindingsPage> findings = Findings.of(tables);
    boolean patients = PatientPages.possible(tables);
    List<Frame.Named> pages = new ArrayList<>();
    findings.forEach(p -> pages.add(new Frame.Named(p.file(), p.title(), p.about())));
    if (patients) {
      pages.add(PatientPages.NAMED);
    }
    pages.add(GalleryPage.NAMED);
    Frame frame = new Frame(run, Validation.of(tables).orElse(null), pages);
    return new StatisticsPages(frame, findings, patients);
  }

  void write(RunTables tables, ObjectStore store) throws IOException {
    String folder = new RunLayout(frame.run().input().run()).report();
    Page html =
        Page.load(
            "",
            Assets.PLOTTING,
            "common",
            "table",
            "survival",
            "plots",
            "findings",
            "findings-page");
    for (FindingsPage page : findings) {
      Map<String, Object> data = new HashMap<>(frame.under(""));
      data.put("page", page);
      store.put(folder + page.file(), html.with(data));
    }
    if (patients) {
      new PatientPages(frame, store, folder).write(tables);
    }
  }
}
