package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.State;

/**
 * What the status remembers of the newest attempt.
 *
 * @param attempt from 1; 0 before the first
 * @param workflowId written before the start: the intent; empty before
 * @param runId Temporal's first run id, written after the start; empty before
 */
public record Recorded(int attempt, String workflowId, String runId, State state) {

  /** Before anything was tried. */
  public static final Recorded NOTHING = new Recorded(0, "", "", State.Pending);

  /** Whether the attempt is over, for good. */
  public boolean isTerminal() {
    return state.isTerminal();
  }
}
