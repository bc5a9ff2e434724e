package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;

/**
 * A slide cannot be used: a coded reason and one sentence that says what to do. Costs this slide
 * only.
 */
public final class SlideFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome code;

  public SlideFailure(Outcome code, String message) {
    this(code, message, null);
  }

  public SlideFailure(Outcome code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The ledger's code. */
  public Outcome code() {
    return code;
  }
}
