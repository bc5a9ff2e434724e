package io.cohortrun.workers.shard;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Writes parts beside inference, one at a time and in order. */
final class PartWriter {

  private final PartStore parts;
  private final ShardMetrics metrics;
  private FutureTask<Void> last;

  PartWriter(PartStore parts, ShardMetrics metrics) {
    this.parts = parts;
    this.metrics = metrics;
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
              parts.write(part);
              metrics.took(ShardMetrics.Stage.COMMIT, System.nanoTime() - start);
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
