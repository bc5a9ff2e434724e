package io.cohortrun.workers.report;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;

/** Writes the report of a run from what the store holds of it. */
@FunctionalInterface
public interface ReportWriter {

  /**
   * Writes everything under {@code RunLayout.report()}; called after ledger and tables, before
   * {@code run.json}. Writing twice gives the same report.
   *
   * @throws IOException where the store fails; results that are damaged cost their own page only
   */
  void write(ReportInput run, ObjectStore store) throws IOException;
}
