package io.cohortrun.workers.shard;

/** Measures the time in which inference had nothing to do, because no call was full. */
final class Starvation {

  private final ShardMetrics metrics;
  private int tiles;
  private boolean ended;
  private long since = System.nanoTime();

  /** Hungry from now on. */
  Starvation(ShardMetrics metrics) {
    this.metrics = metrics;
  }

  /** More or, negative, fewer tiles are in calls of the model, made or waiting for their turn. */
  synchronized void fed(int more) {
    if (tiles == 0 && more > 0) {
      waited();
    }
    tiles += more;
    if (tiles == 0) {
      since = System.nanoTime();
    }
  }

  /** No tile is wanted any more. */
  synchronized void end() {
    ended = true;
  }

  private void waited() {
    if (!ended) {
      metrics.took(Stage.DECODE_WAIT, System.nanoTime() - since);
    }
  }
}
