package io.cohortrun.operator.ports;

import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;

/** The worker Jobs of runs. */
public interface WorkerPools {

  /**
   * Makes a pool exactly so large, at least one worker, by one Job, and removes those before it.
   * Where there is a later one already, nothing is done: who asks has seen less than there is.
   *
   * @throws WorkersRefused where the API server does not take its Job: a quota, a policy, or a
   *     webhook that does not answer
   */
  void scale(RunPlace run, Pool pool, Epoch epoch, int replicas, WorkerProfile profile)
      throws WorkersRefused;

  /** Removes the Job of a pool, and with it its pods, each at its next checkpoint. */
  void remove(RunPlace run, Pool pool);
}
