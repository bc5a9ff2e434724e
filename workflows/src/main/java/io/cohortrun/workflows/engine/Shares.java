package io.cohortrun.workflows.engine;

/** Pure: how partitions share the shards that may be in flight. */
final class Shares {

  /** Shards in flight that one partition handles well. */
  private static final int COMFORTABLE = 16;

  private static final int MOST_PARTITIONS = 16;

  private Shares() {}

  /**
   * Partitions that run at once: at least two where possible, so that the last shards of one
   * partition do not leave workers idle.
   */
  static int partitions(int window) {
    int wanted = (window + COMFORTABLE - 1) / COMFORTABLE;
    return Math.min(window, Math.clamp(wanted, 2, MOST_PARTITIONS));
  }

  /**
   * The window of a partition that starts while {@code free} is free and {@code slots} may start.
   */
  static int starting(int free, int slots) {
    return Math.max(1, free / slots);
  }

  /** The window of the {@code i}-th of {@code running} partitions when no other will start. */
  static int last(int window, int running, int i) {
    return Math.max(1, window / running + (i < window % running ? 1 : 0));
  }
}
