package io.cohortrun.workflows.contract;

/** Exit statuses of a run's worker; any other is a fault. */
public final class WorkerExit {

  /** The run has ended. */
  public static final int DONE = 0;

  /** It was told to stop and left work behind, each shard at a checkpoint: start another. */
  public static final int DRAINED = 77;

  private WorkerExit() {}
}
