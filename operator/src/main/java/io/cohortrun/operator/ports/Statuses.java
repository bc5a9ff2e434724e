package io.cohortrun.operator.ports;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;

/** Where statuses are written. */
@FunctionalInterface
public interface Statuses {

  /**
   * Writes a status over the one that {@code run} has.
   *
   * @return the run as the API server has it now
   * @throws RuntimeException the run has changed since it was read, or the server did not take it:
   *     the turn ends here
   */
  CohortRun write(CohortRun run, CohortRunStatus next);
}
