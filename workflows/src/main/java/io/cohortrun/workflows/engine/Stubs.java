package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.cohortrun.workflows.contract.ShardActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** How activities and children are called. */
final class Stubs {

  /** Longest time of one cpu step; a dead worker is noticed by its heartbeats, much earlier. */
  private static final Duration STEP = Duration.ofHours(24);

  /**
   * What fails together ends together: only what goes on after this is cancelled. (Cancelling an
   * activity that ends in the same moment confuses Temporal's in-process server.)
   */
  static final Duration GRACE = Duration.ofSeconds(2);

  private Stubs() {}

  /** Cpu steps are idempotent: Temporal tries them again until they say that it is no use. */
  static CohortActivities cpu(Pacing pacing) {
    return Workflow.newActivityStub(
        CohortActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(pacing.cpuQueue())
            .setStartToCloseTimeout(STEP)
            .setHeartbeatTimeout(pacing.heartbeatTimeout())
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setDisableEagerExecution(true)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setMaximumInterval(Duration.ofMinutes(1))
                    .build())
            .build());
  }

  /** One attempt: the workflow counts budgets. No schedule timeouts: a queue may wait for GPUs. */
  static ShardActivities gpu(Pacing pacing) {
    return Workflow.newActivityStub(
        ShardActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(pacing.gpuQueue())
            .setStartToCloseTimeout(pacing.shardTimeout())
            .setHeartbeatTimeout(pacing.heartbeatTimeout())
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setDisableEagerExecution(true)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  /** A partition; terminated with its parent, cancelled with it and waited for. */
  static PartitionWorkflow partition(PartitionInput input) {
    return Workflow.newChildWorkflowStub(
        PartitionWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(PartitionInput.workflowId(input.run(), input.partition()))
            .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
            .build());
  }
}
