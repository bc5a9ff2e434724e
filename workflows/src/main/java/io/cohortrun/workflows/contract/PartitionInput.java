package io.cohortrun.workflows.contract;

/**
 * One partition of a run.
 *
 * @param shards number of shards in this partition
 * @param window shard activities of this partition in flight at the start
 * @param paused whether the parent is paused at the start
 * @param carried what an earlier execution of the same partition left, or null at the start
 */
public record PartitionInput(
    RunRef run,
    int partition,
    int shards,
    int window,
    Budgets budgets,
    Pacing pacing,
    boolean paused,
    PartitionState carried) {

  /** Workflow id of partition {@code p} of a run: fixed, so that it is never started twice. */
  public static String workflowId(RunRef run, int p) {
    return "%s-p%05d".formatted(run.workflowId(), p);
  }
}
