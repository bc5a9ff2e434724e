package io.cohortrun.workflows.contract;

/**
 * Receipt of one preflight range.
 *
 * @param from first row, inclusive
 * @param to last row, exclusive
 * @param runnable rows that will be inferred
 * @param failed rows whose inspection ended in a failure
 * @param tiles tiles of the runnable rows
 */
public record PreflightReceipt(int from, int to, int runnable, int failed, long tiles) {}
