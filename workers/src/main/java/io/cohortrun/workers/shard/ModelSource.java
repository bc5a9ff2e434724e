package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;

/** Loads the model of a run, golden gate included, and keeps it: called once per shard. */
public interface ModelSource {

  /**
   * The model, with the run's thresholds and precision.
   *
   * @throws io.cohortrun.workers.model.ModelRejected where the bundle is not what it says, or
   *     drifts on this device
   */
  TileModel model(CohortInput input) throws IOException;

  /** What the run's bundle says of itself, without loading it. */
  Bundle bundle(CohortInput input) throws IOException;
}
