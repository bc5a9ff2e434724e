package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;

/**
 * Beats beside a shard, and hears by the same way that it was cancelled or that the worker is
 * stopping. Falls silent when no tile was finished for long, so that a hang is taken for what it
 * is.
 */
final class Heartbeats implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Longer than any tile, decode watchdog included. */
  private static final Duration TILE_HANG = Duration.ofMinutes(10);

  /** Longer than the download of any slide that staging accepts. */
  private static final Duration STAGING_HANG = Duration.ofHours(3);

  private final ActivityExecutionContext context;
  private final Thread thread;
  private volatile ShardProgress progress = new ShardProgress(worker(), -1, 0, 0, Usage.NONE);
  private volatile Duration hang = TILE_HANG;
  private volatile long lastProgress = System.nanoTime();
  private volatile ActivityCompletionException told;
  private volatile boolean closed;

  Heartbeats(ActivityExecutionContext context) {
    this.context = context;
    // A thread of the system: virtual ones get no turn while others compute.
    this.thread = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
  }

  /** Where the shard is; tile {@link ShardRun#STAGING} while the slide is on its way. */
  void at(int row, int tile, int slidesDone, Usage usage) {
    hang = tile == ShardRun.STAGING ? STAGING_HANG : TILE_HANG;
    progress = new ShardProgress(worker(), row, Math.max(0, tile), slidesDone, usage);
    lastProgress = System.nanoTime();
  }

  /** Whether the shard should leave a checkpoint and end. */
  boolean stopping() {
    return told != null;
  }

  private void beat() {
    while (!closed && told == null) {
      try {
        if (System.nanoTime() - lastProgress < hang.toNanos()) {
          context.heartbeat(progress);
        }
        Thread.sleep(EVERY);
      } catch (ActivityCompletionException e) {
        told = e;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String worker() {
    String pod = System.getenv("COHORTRUN_WORKER");
    return pod != null ? pod : "pid-" + ProcessHandle.current().pid();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
