package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * Receipt of the plan: sizes only, the plan itself lies in the store.
 *
 * @param digest sha256 of the plan, hex
 * @param slides slides to infer
 * @param tiles tiles to infer
 * @param partitionShards number of shards of each partition, at most {@value #MAX_PARTITIONS}
 *     entries of at most {@value #MAX_SHARDS_PER_PARTITION}; empty where nothing is left to infer
 * @param duplicates rows that ended here as {@link Outcome#DuplicateSlide}; 0 in receipts of
 *     earlier releases
 * @param firstDuplicate the first of them; {@link Tally#NO_ROW} where there is none
 */
public record PlanReceipt(
    String digest,
    int slides,
    long tiles,
    List<Integer> partitionShards,
    int duplicates,
    int firstDuplicate) {

  /** Keeps a partition's history at a few thousand events. */
  public static final int MAX_SHARDS_PER_PARTITION = 250;

  /** Keeps this receipt under 1 KB and the parent's history at a few thousand events. */
  public static final int MAX_PARTITIONS = 200;

  public PlanReceipt {
    partitionShards = List.copyOf(partitionShards);
  }

  /** Of a plan without duplicates. */
  public PlanReceipt(String digest, int slides, long tiles, List<Integer> partitionShards) {
    this(digest, slides, tiles, partitionShards, 0, Tally.NO_ROW);
  }

  /** Number of partitions; 0 where nothing is left to infer. */
  public int partitions() {
    return partitionShards.size();
  }

  /** Number of shards in partition {@code p}. */
  public int shardsIn(int p) {
    return partitionShards.get(p);
  }

  /** Number of shards in all partitions. */
  public int shards() {
    return partitionShards.stream().mapToInt(Integer::intValue).sum();
  }
}
