package io.cohortrun.workflows.contract;

import io.temporal.activity.ActivityInterface;

/** Inference, on the run's GPU queue. One attempt each: the workflow owns retries. */
@ActivityInterface
public interface ShardActivities {

  /**
   * Infers the slides of one shard. Idempotent: committed slides are skipped, checkpoints resumed.
   *
   * @throws io.temporal.failure.ApplicationFailure with a type of {@link ShardFailure}
   */
  ShardReceipt inferShard(ShardInput input);
}
