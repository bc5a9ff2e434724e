package io.cohortrun.workflows.plan;

/** The cohort does not fit one run; the message says by how much and what to do. */
@SuppressWarnings("serial")
public final class PlanTooLarge extends RuntimeException {

  public PlanTooLarge(String message) {
    super(message);
  }
}
