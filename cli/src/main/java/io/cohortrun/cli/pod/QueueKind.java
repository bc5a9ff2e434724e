package io.cohortrun.cli.pod;

import io.cohortrun.workflows.contract.TaskQueues;

/** Task queues without the run that they are of. */
final class QueueKind {

  private QueueKind() {}

  /**
   * The kind of a queue.
   *
   * @return {@code workflows}, {@code cpu}, {@code gpu}; {@code none} where Temporal's SDK names no
   *     queue; {@code sticky} for a worker's own queue, which bears its host's name
   */
  static String of(String queue) {
    if (queue.equals(TaskQueues.WORKFLOWS)) {
      return "workflows";
    }
    if (queue.equals("none")) {
      return queue;
    }
    return queue.endsWith("-cpu") ? "cpu" : queue.endsWith("-gpu") ? "gpu" : "sticky";
  }
}
