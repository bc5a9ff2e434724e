package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * One shard activity.
 *
 * @param run the attempt it belongs to
 * @param partition partition index
 * @param shard shard index inside the partition
 * @param tryNumber from 1; the workflow counts tries, Temporal does not
 * @param onlyRow the suspect slide that runs alone, or -1 for the whole shard
 * @param settleRows rows whose retryable failure is final now: whatever happens to them, record it
 * @param setAsideRows rows not to be touched again: recorded as {@link Outcome#Infrastructure}
 */
public record ShardInput(
    RunRef run,
    int partition,
    int shard,
    int tryNumber,
    int onlyRow,
    List<Integer> settleRows,
    List<Integer> setAsideRows) {}
