package io.cohortrun.workflows.contract;

/** Names of task queues. */
public final class TaskQueues {

  /** Workflow tasks of all runs of a Temporal namespace; activities have queues of their own. */
  public static final String WORKFLOWS = "cohortrun-workflows";

  private TaskQueues() {}

  /** CPU activities of a run of a cluster. */
  public static String cpu(String uid) {
    return "cohortrun-" + uid + "-cpu";
  }

  /** Shards of a run of a cluster. */
  public static String gpu(String uid) {
    return "cohortrun-" + uid + "-gpu";
  }
}
