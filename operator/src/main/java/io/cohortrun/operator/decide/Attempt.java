package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.Mode;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Recorded;

/**
 * One workflow of a run.
 *
 * @param number from 1
 * @param workflowId a function of run, number and mode: starting it twice is refused by Temporal
 */
public record Attempt(int number, String workflowId) {

  /**
   * The attempt that should be under way: the recorded one until it has ended; then the next one,
   * where the spec asks for it; else the recorded one still, for ever.
   */
  static Attempt wanted(Observation o) {
    Recorded recorded = o.recorded();
    if (recorded.attempt() == 0) {
      return of(o, 1, o.wanted().mode());
    }
    Attempt known = new Attempt(recorded.attempt(), recorded.workflowId());
    if (!recorded.isTerminal()) {
      return known;
    }
    if (recorded.state() == State.Preflighted) {
      return o.wanted().mode() == Mode.Run ? of(o, recorded.attempt(), Mode.Run) : known;
    }
    return recorded.attempt() < 1 + o.wanted().retry()
        ? of(o, recorded.attempt() + 1, o.wanted().mode())
        : known;
  }

  boolean isRecordedIn(Recorded recorded) {
    return workflowId.equals(recorded.workflowId());
  }

  /** Whether it has ended for good, so that nothing of Temporal's can matter any more. */
  boolean isOver(Recorded recorded) {
    return isRecordedIn(recorded) && recorded.isTerminal();
  }

  private static Attempt of(Observation o, int number, Mode mode) {
    String id = "cohortrun-" + o.uid() + "-" + number;
    return new Attempt(number, mode == Mode.Preflight ? id + "-preflight" : id);
  }
}
