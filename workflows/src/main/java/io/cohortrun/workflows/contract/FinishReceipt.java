package io.cohortrun.workflows.contract;

/**
 * Receipt of a finished partition: each of its rows has its outcome now.
 *
 * @param slides rows of the partition
 * @param failed of these, rows that ended in a failure
 * @param outputBytes of results that were committed here, of slides that several shards share
 * @param tally what its rows ended in
 */
public record FinishReceipt(int slides, int failed, long outputBytes, Tally tally) {

  public FinishReceipt {
    tally = Tally.given(tally);
  }
}
