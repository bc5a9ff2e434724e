package io.cohortrun.workers.model;

/**
 * A bundle is not what it says, or drifts on this device: one sentence that names what is wrong.
 * Nothing is inferred with it.
 */
public final class ModelRejected extends Exception {

  private static final long serialVersionUID = 1L;

  public ModelRejected(String message) {
    super(message);
  }

  public ModelRejected(String message, Throwable cause) {
    super(message, cause);
  }
}
