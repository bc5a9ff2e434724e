package io.cohortrun.workflows.contract;

/**
 * One partition of a run.
 *
 * @param shards number of shards in this partition
 * @param window shard activities of this partition in flight
 * @param paused whether the parent is paused at the start
 */
public record PartitionInput(
    RunRef run,
    int partition,
    int shards,
    int window,
    Budgets budgets,
    Pacing pacing,
    boolean paused) {}
