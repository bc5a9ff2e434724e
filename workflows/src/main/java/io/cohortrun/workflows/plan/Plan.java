package io.cohortrun.workflows.plan;

import java.util.List;

/**
 * All partitions of a run.
 *
 * @param tilesPerShard the shard size that was aimed at
 * @param partitions in order of their index; empty where no slide is left to infer
 */
public record Plan(int tilesPerShard, List<PlannedPartition> partitions) {

  /** Shards of each partition, as the plan's receipt carries them. */
  public List<Integer> partitionShards() {
    return partitions.stream().map(p -> p.shards().size()).toList();
  }

  /** Tiles in all partitions. */
  public long tiles() {
    return partitions.stream()
        .flatMap(p -> p.shards().stream())
        .flatMap(s -> s.ranges().stream())
        .mapToLong(PlannedRange::tiles)
        .sum();
  }
}
