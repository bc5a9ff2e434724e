package io.cohortrun.operator.ports;

import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.GpuView;
import java.util.Optional;

/** What the cluster knows of GPUs; read only, and only where the platform allows it. */
public interface GpuNodes {

  /** Of the GPUs that a profile asks for; empty where it asks for none. */
  Optional<GpuView> of(WorkerProfile profile);
}
