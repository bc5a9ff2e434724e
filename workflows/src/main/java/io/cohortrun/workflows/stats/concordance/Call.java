package io.cohortrun.workflows.stats.concordance;

/** What a population says of one association. */
public enum Call {
  /** It was not eligible. */
  UNTESTED,
  /** Not significant. */
  NONE,
  /** Significant, the effect above 0. */
  UP,
  /** Significant, the effect below 0. */
  DOWN;

  boolean significant() {
    return this == UP || this == DOWN;
  }
}
