package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.plan.PlannedPartition;
import java.util.List;

/** Packs slides into shards and partitions. Pure and deterministic. */
@FunctionalInterface
public interface Packer {

  /**
   * Packs the rows that will be inferred.
   *
   * @param runnable in row order
   * @throws RunRefused PlanTooLarge
   */
  Packed pack(CohortInput input, Forecaster.Figures figures, List<SlideInspection> runnable)
      throws RunRefused;

  /**
   * A plan.
   *
   * @param tilesPerShard the shard size that was aimed at
   * @param partitions in order of their index; empty where nothing is left to infer
   */
  record Packed(int tilesPerShard, List<PlannedPartition> partitions) {}
}
