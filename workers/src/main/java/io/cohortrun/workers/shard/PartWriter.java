package io.cohortrun.workers.shard;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Writes parts beside inference, one at a time and in order. */
final class PartWriter {

  private final PartStore parts;
  private final ShardMetrics metrics;
  private final Semaphore unsaved;
  private FutureTask<Void> last;

  /**
   * For one slide.
   *
   * @param unsaved gets a permit back for each tile that was written
   */
  PartWriter(PartStore parts, ShardMetrics metrics, Semaphore unsaved) {
    this.parts = parts;
    this.metrics = metrics;
    this.unsaved = unsaved;
  }

  /**
   * Begins to write; waits for the part before.
   *
   * @throws IOException where the part before could not be written
   */
  void write(Part part) throws IOException, InterruptedException {
    finish();
    last =
        new FutureTask<>(
            () -> {
              long start = System.nanoTime();
              try {
                parts.write(part);
                metrics.checkpoint();
              } finally {
                unsaved.release(part.tiles().size()); // a failure is told by the next write
              }
              metrics.took(Stage.COMMIT, System.nanoTime() - start);
              return null;
            });
    Thread.ofVirtual().name("part-writer").start(last);
  }

  /** Waits until all that was given is durable. */
  void finish() throws IOException, InterruptedException {
    if (last == null) {
      return;
    }
    try {
      last.get();
      last = null;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException f -> throw f;
        case RuntimeException f -> throw f;
        case Error f -> throw f;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
