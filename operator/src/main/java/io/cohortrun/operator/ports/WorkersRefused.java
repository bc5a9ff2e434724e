package io.cohortrun.operator.ports;

/** The API server does not take a pool's Job as it is, and says why; it is asked again. */
public final class WorkersRefused extends Exception {

  private static final long serialVersionUID = 1L;

  /** With the API server's sentence. */
  public WorkersRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
