package io.cohortrun.workflows.contract;

/**
 * Receipt of one preflight range.
 *
 * @param from first row, inclusive
 * @param to last row, exclusive
 * @param runnable rows that will be inferred
 * @param tiles tiles of those rows
 */
public record PreflightReceipt(int from, int to, int runnable, long tiles) {}
