package io.cohortrun.operator.ports;

import io.cohortrun.crds.v1alpha1.CohortRun;

/** Takes CohortRuns away. */
@FunctionalInterface
public interface Removal {

  /**
   * Deletes a run's resource.
   *
   * @throws RuntimeException the run has changed since it was read, or the server did not take it:
   *     the turn ends here
   */
  void remove(CohortRun run);
}
