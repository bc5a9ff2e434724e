package io.cohortrun.workflows.contract;

/**
 * Receipt of one preflight range.
 *
 * @param from first row, inclusive
 * @param to last row, exclusive
 * @param runnable rows that are left to infer: neither ended here nor carried over from the attempt
 *     before
 * @param failed of the others, rows that ended in a failure
 * @param tiles tiles of the runnable rows
 * @param tally of the others, what they ended in; null in receipts of earlier releases
 */
public record PreflightReceipt(
    int from, int to, int runnable, int failed, long tiles, Tally tally) {

  public PreflightReceipt {
    tally = Tally.given(tally);
  }
}
