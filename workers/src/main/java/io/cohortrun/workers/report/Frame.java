package io.cohortrun.workers.report;

import io.cohortrun.workers.report.findings.Validation;
import io.cohortrun.workflows.contract.AnalysisSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every page says: of which run it is, what its model may be used for, how the run stood its
 * checks, whether a reviewer approved of it, and which other pages there are.
 *
 * @param validation null where nothing was checked
 */
record Frame(ReportInput run, Validation validation, List<Named> pages) {

  /** Slides or patients whose pages lie side by side in a file. */
  static final int PAGE_SIZE = 100;

  /** Another page of the report. */
  record Named(String file, String title, String about) {}

  /**
   * The frame of a page.
   *
   * @param root from the page to the report's folder: empty, or {@code ../}
   */
  Map<String, Object> under(String root) {
    Map<String, Object> page = new HashMap<>();
    page.put("root", root);
    page.put("pageSize", PAGE_SIZE);
    page.put("run", run.input().name());
    page.put("demo", run.bundle().demo());
    page.put(
        "bundle",
        Map.of(
            "id", run.bundle().id(),
            "version", run.bundle().version(),
            "licence", run.bundle().licence(),
            "intendedUse", run.bundle().intendedUse()));
    page.put("validation", validation);
    page.put("signOff", run.input().signOff());
    page.put("signedOff", run.signedOff());
    page.put("pages", pages);
    page.put("analyses", asked(run.input().analyses()));
    return page;
  }

  private static List<String> asked(AnalysisSettings analyses) {
    List<String> asked = new ArrayList<>();
    if (analyses != null) {
      Map<String, Boolean> parts =
          Map.of(
              "associations", analyses.associations() != null,
              "survival", analyses.survival() != null,
              "signature", analyses.signature() != null,
              "concordance", analyses.concordance() != null,
              "quality", analyses.quality() != null,
              "triage", !analyses.triage().isEmpty());
      parts.forEach(
          (name, there) -> {
            if (there) {
              asked.add(name);
            }
          });
    }
    return asked.stream().sorted().toList();
  }
}
