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
 * @param busySeconds as {@link Usage#usefulSeconds}
 * @param wastedSeconds as {@link Usage#wastedSeconds}
 * @param outputBytes as {@link Usage#outputBytes}; 0 in receipts of earlier releases
 * @param tally of {@code slides}, what they ended in; {@link Tally#NONE} where {@code open} is not
 *     empty, and in receipts of earlier releases
 */
public record ShardReceipt(
    int slides,
    int failed,
    long tiles,
    List<OpenRow> open,
    double busySeconds,
    double wastedSeconds,
    long outputBytes,
    Tally tally) {

  public ShardReceipt {
    tally = Tally.given(tally);
  }

  /** Of a try that took so much. */
  public ShardReceipt(
      int slides, int failed, long tiles, List<OpenRow> open, Usage usage, Tally tally) {
    this(
        slides,
        failed,
        tiles,
        open,
        usage.usefulSeconds(),
        usage.wastedSeconds(),
        usage.outputBytes(),
        tally);
  }

  /** What this try took. */
  public Usage usage() {
    return new Usage(busySeconds, wastedSeconds, outputBytes);
  }

  /** Most open rows of one receipt. */
  public static final int MOST_OPEN = 20;

  /** A row that a retryable failure left without outcome. */
  public record OpenRow(int row, Outcome code) {}
}
