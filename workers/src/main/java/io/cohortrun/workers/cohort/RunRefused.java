package io.cohortrun.workers.cohort;

/** A run cannot go on, and trying again would not help: one sentence that says what to do. */
public final class RunRefused extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why, for the workflow and the operator. */
  public enum Kind {
    BadManifest,
    BadClinical,
    BadRetry,
    BundleRefused,
    InputChanged,
    OutputUnusable,
    NotEnoughSpace,
    PlanTooLarge
  }

  private final Kind kind;

  public RunRefused(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  /** The coded reason. */
  public Kind kind() {
    return kind;
  }
}
