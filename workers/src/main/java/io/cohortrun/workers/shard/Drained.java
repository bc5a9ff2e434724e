package io.cohortrun.workers.shard;

/** The worker was told to stop, and all that was inferred is in parts. */
final class Drained extends Exception {

  private static final long serialVersionUID = 1L;

  Drained() {
    super("the worker is stopping; the shard goes on from its last checkpoint");
  }
}
