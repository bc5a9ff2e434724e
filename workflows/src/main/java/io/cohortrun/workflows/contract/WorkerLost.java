package io.cohortrun.workflows.contract;

/**
 * Why a worker is gone.
 *
 * @param worker pod UID as in {@link ShardProgress#worker}
 * @param reason Preempted, Evicted, OOMKilled, NodeLost or Error
 */
public record WorkerLost(String worker, String reason) {

  /** The kernel ended it: its container needed more memory than it may have. */
  public static final String OOM_KILLED = "OOMKilled";
}
