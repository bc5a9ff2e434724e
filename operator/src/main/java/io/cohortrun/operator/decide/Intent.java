package io.cohortrun.operator.decide;

import io.cohortrun.operator.observe.Pool;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;

/** Something to be done outside; each may be done twice without harm. */
public sealed interface Intent {

  /**
   * Writes the attempt and its workflow id into the status, starts the workflow (an id is never
   * used twice), writes its run id.
   */
  record Start(Attempt attempt) implements Intent {}

  /** Writes the run id of a workflow that runs and that the status does not know yet. */
  record Adopt(Attempt attempt, String runId) implements Intent {}

  /** Asks the workflow to schedule nothing new. */
  record Pause() implements Intent {}

  /** Asks it to go on. */
  record Resume() implements Intent {}

  /**
   * Makes a pool so large, by one Job of this attempt; 0 removes it.
   *
   * @param replacement number of that Job, of {@link io.cohortrun.operator.observe.Epoch}: those
   *     before it are removed
   */
  record Scale(Pool pool, int replicas, int replacement) implements Intent {

    /** Of a pool that is to have no Job. */
    static Scale none(Pool pool) {
      return new Scale(pool, 0, 0);
    }
  }

  /** Tells the workflow what its reviewer decided. */
  record TellDecision(SignOff decision) implements Intent {}

  /** Tells the workflow why a worker is gone. */
  record TellLost(WorkerLost lost) implements Intent {}

  /** Deletes the CohortRun, whose time after its end is over; its results stay. */
  record Expire() implements Intent {}
}
