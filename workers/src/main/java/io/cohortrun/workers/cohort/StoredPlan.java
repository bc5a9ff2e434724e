package io.cohortrun.workers.cohort;

import io.cohortrun.workflows.contract.PlanReceipt;

/**
 * {@code plan.json}, written after all partitions of the plan.
 *
 * @param receipt sizes and digest
 * @param tilesPerShard the shard size that was aimed at
 * @param settled rows that ended in preflight or are settled by the plan
 */
record StoredPlan(PlanReceipt receipt, int tilesPerShard, int settled) {}
