package io.cohortrun.workflows.engine;

import java.time.Duration;

/** Pure: how long a shard waits after a lost try, so that a sick store or fleet is not hammered. */
final class Pause {

  private static final int MOST_SECONDS = 60;

  private Pause() {}

  /** After {@code lost} tries in a row without a receipt: 0, 1, 2, 4, ... 60 s. */
  static Duration after(int lost) {
    if (lost <= 1) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(Math.min(MOST_SECONDS, 1L << Math.min(lost - 2, 6)));
  }
}
