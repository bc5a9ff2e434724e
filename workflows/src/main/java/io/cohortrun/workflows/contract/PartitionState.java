package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * What a partition carries over when its workflow continues as new.
 *
 * @param version of this record's shape; workers refuse one they do not know
 * @param open shards that are not done: their accounts, in order of their index
 * @param window shard activities in flight
 * @param counts progress so far
 */
public record PartitionState(int version, List<ShardAccount> open, int window, RunProgress counts) {

  /** The shape this code writes and reads. */
  public static final int VERSION = 1;
}
