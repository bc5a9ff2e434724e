package io.cohortrun.workers.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * Named moments between two durable effects at which a process may be killed and nothing may be
 * lost. A name is read "after A and before B" ({@code A|B}). Tests halt the process at each of them
 * and start it again; production code only names the moment.
 */
public enum KillPoint {
  /** The local run has decided on its run id, and the workflow is not started yet. */
  START_RUN_ID("start|run-id"),
  /** The frozen manifest and {@code input.json} are written; the activity has not answered. */
  FREEZE_RECEIPT("freeze|receipt"),
  /** Inspections of a range of rows are written; the activity has not answered. */
  PREFLIGHT_RECEIPT("preflight|receipt"),
  /** The plan is written; the activity has not answered. */
  PLAN_RECEIPT("plan|receipt"),
  /** One part (checkpoint) of a slide is written; the next is not. */
  PART_NEXT_PART("part|next-part"),
  /** All files of a try are uploaded; COMMIT is not created. */
  UPLOAD_COMMIT("upload|COMMIT"),
  /** COMMIT is created; parts are not deleted and nobody has been told. */
  COMMIT_RECEIPT("COMMIT|receipt"),
  /** The outcomes of a shard are written; the activity has not answered. */
  OUTCOMES_RECEIPT("outcomes|receipt"),
  /** The features of a partition are written; the activity has not answered. */
  FEATURES_RECEIPT("features|receipt"),
  /** The statistics of one stratum (or block of permutations) are kept; the next ones are not. */
  STRATUM_NEXT_STRATUM("stratum|next-stratum"),
  /** One block of permuted tests is written; the next is not. */
  PERMUTED_NEXT_BLOCK("permuted|next-block"),
  /** The ledger is written; {@code run.json} is not. */
  LEDGER_RUN_JSON("ledger|run.json"),
  /** The report is written; {@code run.json} is not. */
  REPORT_RUN_JSON("report|run.json"),
  /** {@code run.json} is written; the activity has not answered. */
  RUN_JSON_RECEIPT("run.json|receipt");

  private final String label;

  KillPoint(String label) {
    this.label = label;
  }

  /** The name as tests and docs spell it, e.g. {@code upload|COMMIT}. */
  public String label() {
    return label;
  }

  /** The point of that name. */
  public static Optional<KillPoint> of(String label) {
    return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst();
  }
}
