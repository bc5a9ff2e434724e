package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * One shard activity.
 *
 * @param run the attempt it belongs to
 * @param partition partition index
 * @param shard shard index inside the partition
 * @param tryNumber from 1; the workflow counts tries, Temporal does not
 * @param onlyRow the suspect slide that runs alone, leaving all other rows of the shard as they
 *     are, or -1 for the whole shard
 * @param settleRows rows whose retryable failure is final now: whatever happens to them, record it;
 *     {@link #ALL_ROWS} stands for every row of the shard
 * @param setAsideRows rows not to be inferred again: recorded as {@link Outcome#Infrastructure}
 *     unless the store holds their result; {@link #ALL_ROWS} stands for every row of the shard
 * @param shortOfMemoryRows rows with which the last worker that died was {@link
 *     WorkerLost#OOM_KILLED}; the first of them where they are too many to be told by number: what
 *     is blamed on memory was short of it. Null is read as none: earlier releases do not tell
 */
public record ShardInput(
    RunRef run,
    int partition,
    int shard,
    int tryNumber,
    int onlyRow,
    List<Integer> settleRows,
    List<Integer> setAsideRows,
    List<Integer> shortOfMemoryRows) {

  /** In {@code settleRows} and {@code setAsideRows}: every row of the shard. */
  public static final int ALL_ROWS = -1;

  /** {@code onlyRow} of a try of the whole shard. */
  public static final int WHOLE_SHARD = -1;

  public ShardInput {
    shortOfMemoryRows = shortOfMemoryRows == null ? List.of() : shortOfMemoryRows;
  }

  /** Whether a retryable failure of {@code row} is final in this try. */
  public boolean settles(int row) {
    return settleRows.contains(row) || settleRows.contains(ALL_ROWS);
  }

  /** Whether {@code row} must not be inferred again. */
  public boolean setsAside(int row) {
    return setAsideRows.contains(row) || setAsideRows.contains(ALL_ROWS);
  }

  /** Whether the last worker that died with {@code row} in flight needed more memory. */
  public boolean shortOfMemory(int row) {
    return shortOfMemoryRows.contains(row);
  }

  /** Whether {@code row} belongs to this try. */
  public boolean includes(int row) {
    return onlyRow == WHOLE_SHARD || onlyRow == row;
  }
}
