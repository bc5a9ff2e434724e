package io.cohortrun.workflows.stats.screen;

/** How much of a population a stratum holds. */
public enum Level {
  PAN_CANCER("pan-cancer"),
  TYPE("type"),
  SUBTYPE("subtype");

  private final String written;

  Level(String written) {
    this.written = written;
  }

  /** As in the table of associations. */
  public String written() {
    return written;
  }
}
