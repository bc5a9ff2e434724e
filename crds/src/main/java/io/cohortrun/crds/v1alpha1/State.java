package io.cohortrun.crds.v1alpha1;

/** Where a run is, in one word. */
public enum State {
  /** Accepted, not started. */
  Pending,
  /** Slides are inspected. */
  Preflight,
  /** Slides are inferred or analysed. */
  Running,
  /** Paused by spec.suspend. */
  Suspended,
  /** Waiting for a reviewer. */
  AwaitingSignOff,
  /** Ended after the forecast. */
  Preflighted,
  /** Ended; results are visible. */
  Complete,
  /** Ended; more slides failed than budgets.failureShare allows. */
  OverBudget,
  /** Ended; a check failed that stops publication, and nothing is visible. */
  NotValidated,
  /** Ended by deletion or cancellation. */
  Cancelled,
  /** Ended without result. */
  Failed;

  /** Whether an attempt in this state has ended, for good. */
  public boolean isTerminal() {
    return switch (this) {
      case Preflighted, Complete, OverBudget, NotValidated, Cancelled, Failed -> true;
      case Pending, Preflight, Running, Suspended, AwaitingSignOff -> false;
    };
  }
}
