package io.cohortrun.operator.observe;

import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.RunProgress;

/** The attempt's workflow, as Temporal describes it. */
public sealed interface EngineView {

  /**
   * Temporal does not answer, or lacks the namespace: nothing can be said of the workflow.
   *
   * @param sentence why, and what to look at
   */
  record Away(String sentence) implements EngineView {}

  /** Temporal answers, and has no such workflow. */
  record Absent() implements EngineView {}

  /**
   * It runs.
   *
   * @param firstRunId run id of the first execution; the same over continue-as-new
   * @param progress from its memo
   */
  record Open(String firstRunId, RunProgress progress) implements EngineView {}

  /**
   * It ended with a result.
   *
   * @param firstRunId as of {@link Open}
   */
  record Ended(String firstRunId, CohortResult result) implements EngineView {}

  /**
   * It ended without one: failed, timed out, or terminated from outside.
   *
   * @param firstRunId as of {@link Open}
   * @param reason {@code Cancelled} where somebody asked for it, else the failure's type
   * @param sentence the failure's own words
   */
  record Broken(String firstRunId, String reason, String sentence) implements EngineView {}
}
