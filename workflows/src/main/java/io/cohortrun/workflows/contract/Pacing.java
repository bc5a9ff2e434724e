package io.cohortrun.workflows.contract;

import java.time.Duration;

/**
 * How much is in flight at once and how often progress is told.
 *
 * @param cpuQueue task queue of freeze, preflight, merge, analyse and publish activities
 * @param gpuQueue task queue of shard activities
 * @param shardWindow shard activities in flight over all partitions
 * @param preflightWindow preflight activities in flight
 * @param heartbeatTimeout silence after which a shard's worker counts as lost
 * @param shardTimeout longest time one shard activity may take
 * @param progressEvery least time between two memo updates
 * @param shardMinutes work packed into one shard, in minutes, from the bundle's rate
 */
public record Pacing(
    String cpuQueue,
    String gpuQueue,
    int shardWindow,
    int preflightWindow,
    Duration heartbeatTimeout,
    Duration shardTimeout,
    Duration progressEvery,
    int shardMinutes) {}
