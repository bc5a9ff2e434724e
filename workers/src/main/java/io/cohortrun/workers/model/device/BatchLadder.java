package io.cohortrun.workers.model.device;

import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Finds the batch that a card's memory holds: from the top, halved as long as memory is short. */
public final class BatchLadder {

  /** Windows of one call where nothing is known of the card: more make no card faster. */
  public static final int TOP = 64;

  private BatchLadder() {}

  /**
   * What the first rung gives that does not run out of memory.
   *
   * @param first windows of a call to begin with
   * @param attempt tries so many; whatever else it throws ends the ladder
   * @param outOfMemory whether what it threw says that memory was short
   * @throws RuntimeException of the last rung, one window, where even that is too much
   */
  public static <T> T descend(
      int first, IntFunction<T> attempt, Predicate<RuntimeException> outOfMemory) {
    for (int batch = first; ; batch = next(batch)) {
      try {
        return attempt.apply(batch);
      } catch (RuntimeException e) {
        if (batch == 1 || !outOfMemory.test(e)) {
          throw e;
        }
      }
    }
  }

  /** The rung below, 1 at last. */
  public static int next(int batch) {
    return Math.max(1, batch / 2);
  }
}
