package io.cohortrun.workflows.plan;

import java.util.List;

/**
 * The work of one shard activity.
 *
 * @param shard index inside its partition, from 0
 * @param ranges in the order in which they are inferred
 */
public record PlannedShard(int shard, List<PlannedRange> ranges) {}
