package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.plan.PlannedPartition;
import io.cohortrun.workflows.plan.PlannedRange;
import io.cohortrun.workflows.plan.PlannedShard;
import java.util.ArrayList;
import java.util.List;

/** One partition, one shard per slide. */
enum FakePacker implements Packer {
  INSTANCE;

  @Override
  public Packed pack(
      CohortInput input, Forecaster.Figures figures, List<SlideInspection> runnable) {
    List<PlannedShard> shards = new ArrayList<>();
    for (SlideInspection i : runnable) {
      shards.add(
          new PlannedShard(
              shards.size(), List.of(new PlannedRange(i.row(), 0, i.tiles(), i.tiles()))));
    }
    return new Packed(
        64, shards.isEmpty() ? List.of() : List.of(new PlannedPartition(0, List.copyOf(shards))));
  }
}
