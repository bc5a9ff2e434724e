package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * Receipt of one shard activity. A shard is done when {@code open} is empty.
 *
 * @param slides rows of the shard that have their outcome
 * @param failed of these, rows that ended in a failure
 * @param tiles tiles inferred in this try (not those found committed or checkpointed)
 * @param open rows left by a retryable failure, for the workflow to count and schedule again: the
 *     first {@value #MOST_OPEN} of them, so that a receipt stays under 1 KB; the others come back
 *     in later tries
 * @param busySeconds time on the device or CPU pool that led to commits
 * @param wastedSeconds time spent on tiles that were thrown away
 */
public record ShardReceipt(
    int slides,
    int failed,
    long tiles,
    List<OpenRow> open,
    double busySeconds,
    double wastedSeconds) {

  /** Most open rows of one receipt. */
  public static final int MOST_OPEN = 20;

  /** A row that a retryable failure left without outcome. */
  public record OpenRow(int row, Outcome code) {}
}
