package io.cohortrun.workflows.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The parent workflow: one per attempt of a run. */
@WorkflowInterface
public interface CohortWorkflow {

  /**
   * Runs a cohort to its end. A cancelled run publishes what there is, then closes as cancelled:
   * Temporal gives a cancelled workflow no result, so its ledger is read from the store.
   */
  @WorkflowMethod
  CohortResult run(CohortInput input);

  /**
   * Schedules nothing new until {@link #resume}; what is in flight drains to its next checkpoint.
   */
  @SignalMethod
  void pause();

  @SignalMethod
  void resume();

  /** From the operator: what a lost worker's pod status says. */
  @SignalMethod
  void workerLost(WorkerLost lost);

  /**
   * From a worker that ends because its device failed.
   *
   * @param uuid of the device
   * @param node that it is in
   */
  @SignalMethod
  void deviceFailed(String uuid, String node);

  /** A reviewer's word; heard while the run waits for it, and the first one counts. */
  @SignalMethod
  void signOff(SignOff decision);

  @QueryMethod
  RunProgress progress();
}
