package io.cohortrun.workers.cohort;

import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.util.Optional;

/** Puts a slide together whose tile ranges were inferred by several shards, and commits it. */
@FunctionalInterface
public interface GiantMerge {

  /**
   * Merges what the ranges left. Idempotent: a committed slide is only read.
   *
   * @return empty where a range is missing
   */
  Optional<SlideOutcome> merge(RunRef run, int row) throws IOException;
}
