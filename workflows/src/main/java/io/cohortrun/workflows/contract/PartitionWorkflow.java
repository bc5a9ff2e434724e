package io.cohortrun.workflows.contract;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A child of the run: schedules the shards of one partition and counts their budgets. */
@WorkflowInterface
public interface PartitionWorkflow {

  @WorkflowMethod
  PartitionReceipt run(PartitionInput input);

  @SignalMethod
  void pause();

  @SignalMethod
  void resume();

  /** From the parent: this partition's share of the shards in flight has changed. */
  @SignalMethod
  void window(int shards);

  @SignalMethod
  void workerLost(WorkerLost lost);
}
