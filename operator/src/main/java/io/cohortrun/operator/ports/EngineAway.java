package io.cohortrun.operator.ports;

/** Temporal does not answer; the next turn asks again. */
public final class EngineAway extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a sentence on what to look at. */
  public EngineAway(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
