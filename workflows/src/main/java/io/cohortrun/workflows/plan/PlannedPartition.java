package io.cohortrun.workflows.plan;

import java.util.List;

/**
 * One partition of the plan, stored as JSON beside {@code plan.json}: what its shard activities
 * read.
 *
 * @param partition index from 0
 * @param shards in order of their index
 */
public record PlannedPartition(int partition, List<PlannedShard> shards) {}
