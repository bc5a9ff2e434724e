package io.cohortrun.workflows.contract;

/**
 * The three retry budgets, counted by the workflow, and the failure budget of the run.
 *
 * @param infrastructure times a shard may be lost to dead workers, timeouts and unreachable stores
 * @param slide times one slide may fail with a retryable code before that code is final
 * @param model times a worker may refuse or fail the model on one shard
 * @param failureShare share of rows that may fail before the run counts as over budget (exit code
 *     3); it never stops other slides. At least one row is always allowed.
 */
public record Budgets(int infrastructure, int slide, int model, double failureShare) {

  /** Most failures that keep a run of {@code rows} rows within budget. */
  public int allowedFailures(int rows) {
    return Math.max(1, (int) Math.floor(failureShare * rows));
  }
}
