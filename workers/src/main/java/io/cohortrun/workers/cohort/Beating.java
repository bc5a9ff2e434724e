package io.cohortrun.workers.cohort;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Heartbeats while a step runs, however long one slide takes; a cancelled or lost activity
 * interrupts its step. What hangs inside a step has watchdogs of its own.
 */
final class Beating {

  private static final long SECONDS = 5;

  /** Sends one heartbeat. */
  @FunctionalInterface
  interface Heart {
    void beat();
  }

  /** A step. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws Exception;
  }

  private final Supplier<Heart> hearts;

  Beating(Supplier<Heart> hearts) {
    this.hearts = hearts;
  }

  /** Of the Temporal activity that runs on the calling thread. */
  static Beating ofActivity() {
    return new Beating(
        () -> {
          ActivityExecutionContext context = Activity.getExecutionContext();
          return () -> context.heartbeat(null);
        });
  }

  /** Runs a step, heartbeating. */
  <T> T during(Step<T> step) throws Exception {
    Heart heart = hearts.get();
    Thread working = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    AtomicReference<ActivityCompletionException> over = new AtomicReference<>();
    Thread beats =
        Thread.ofPlatform() // virtual ones get no turn while others compute
            .daemon()
            .name("heartbeat")
            .start(
                () -> {
                  try {
                    while (!done.await(SECONDS, TimeUnit.SECONDS)) {
                      heart.beat();
                    }
                  } catch (ActivityCompletionException e) {
                    over.set(e);
                    working.interrupt();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    T result;
    try {
      result = step.run();
    } catch (Exception e) {
      done.countDown();
      join(beats, over);
      throw over.get() == null ? e : over.get();
    }
    done.countDown();
    join(beats, over);
    return result;
  }

  /** Their interrupt ends with the step: it would cancel the call that answers for it. */
  private static void join(Thread beats, AtomicReference<ActivityCompletionException> over)
      throws InterruptedException {
    try {
      beats.join();
    } catch (InterruptedException e) {
      if (over.get() == null) {
        throw e;
      }
    }
    if (over.get() != null) {
      Thread.interrupted();
    }
  }
}
