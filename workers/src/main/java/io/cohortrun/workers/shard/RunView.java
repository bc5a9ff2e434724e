package io.cohortrun.workers.shard;

import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.plan.PlannedShard;
import java.io.IOException;

/** What a shard must know of its run, as freeze, preflight and plan left it. */
public interface RunView {

  /** The attempt. */
  RunRef run();

  /** Where it all lies. */
  ObjectStore store();

  /** What the run began with. */
  CohortInput input() throws IOException;

  /** The work of one shard. */
  PlannedShard shard(int partition, int shard) throws IOException;

  /** What preflight found of a row. */
  SlideInspection inspection(int row) throws IOException;

  /** The row itself. */
  ManifestRow row(int row) throws IOException;
}
