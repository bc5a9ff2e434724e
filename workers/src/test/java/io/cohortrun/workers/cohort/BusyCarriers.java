package io.cohortrun.workers.cohort;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** A time when virtual threads get no turn: those that compute give theirs to no other. */
public final class BusyCarriers {

  /** Then they end whatever happens: who waits for a virtual thread meanwhile, waits no longer. */
  private static final long MOST_SECONDS = 20;

  private BusyCarriers() {}

  /** Calls while virtual threads compute on every processor. */
  public static <T> T during(Callable<T> call) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    long start = System.nanoTime();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.startVirtualThread(
          () -> {
            while (!over.get() && System.nanoTime() - start < MOST_SECONDS * 1_000_000_000) {
              Thread.onSpinWait();
            }
          });
    }
    try {
      return call.call();
    } finally {
      over.set(true);
    }
  }
}
