package io.cohortrun.workers.report;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import java.util.List;

/**
 * What a run was; how it ended is read from its published ledger and the committed results.
 *
 * @param input what it began with
 * @param bundle the model, for its terms
 * @param manifest the frozen rows
 * @param inspections what preflight saw, by row; a row that was not looked at has none
 * @param signedOff null where no reviewer has approved of the run
 */
public record ReportInput(
    CohortInput input,
    Bundle bundle,
    Manifest manifest,
    List<SlideInspection> inspections,
    SignedOff signedOff) {

  /**
   * A reviewer's approval.
   *
   * @param approver name, as the API server authenticated it
   * @param comment in the reviewer's words; may be empty
   * @param at when the run was published for it, ISO 8601
   */
  public record SignedOff(String approver, String comment, String at) {}
}
