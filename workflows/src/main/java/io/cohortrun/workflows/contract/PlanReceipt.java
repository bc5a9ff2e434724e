package io.cohortrun.workflows.contract;

/**
 * Receipt of the plan. Partition p holds shards [p * shardsPerPartition, ...) of {@code shards}.
 *
 * @param digest sha256 of the plan, hex
 * @param slides slides to infer
 * @param tiles tiles to infer
 * @param shards number of shards
 * @param shardsPerPartition at most {@value #MAX_SHARDS_PER_PARTITION}
 */
public record PlanReceipt(
    String digest, int slides, long tiles, int shards, int shardsPerPartition) {

  /** Keeps a partition's history at a few thousand events. */
  public static final int MAX_SHARDS_PER_PARTITION = 250;

  /** Number of partitions; 0 where nothing is left to infer. */
  public int partitions() {
    return (shards + shardsPerPartition - 1) / shardsPerPartition;
  }

  /** Number of shards in partition {@code p}. */
  public int shardsIn(int p) {
    return Math.min(shardsPerPartition, shards - p * shardsPerPartition);
  }
}
