package io.cohortrun.workflows.contract;

/**
 * Receipt of a finished partition: each of its rows has its outcome now.
 *
 * @param slides rows of the partition
 * @param failed of these, rows that ended in a failure
 */
public record FinishReceipt(int slides, int failed) {}
