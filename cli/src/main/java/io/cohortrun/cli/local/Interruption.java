package io.cohortrun.cli.local;

/**
 * Ctrl-C or SIGTERM during a run: shards leave a checkpoint, and the next run goes on from there.
 */
final class Interruption {

  private final Thread hook;

  private Interruption(LocalWorkers workers) {
    this.hook =
        new Thread(
            () -> {
              System.err.println("cohort: stopping at the next checkpoint ...");
              workers.drain();
              System.err.println("cohort: stopped; run the same command again to go on");
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Until closed. */
  static Interruption drains(LocalWorkers workers) {
    return new Interruption(workers);
  }

  /** From here on an end is an ordinary one. */
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The hook is running.
    }
  }
}
