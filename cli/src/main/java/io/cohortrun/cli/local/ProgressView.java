package io.cohortrun.cli.local;

/** Where progress is shown. */
interface ProgressView extends AutoCloseable {

  void show(ProgressSample sample);

  @Override
  void close();

  /** A bar on a terminal, plain lines elsewhere; both on stderr. */
  static ProgressView onStderr(boolean terminal) {
    return terminal ? new ProgressOnTerminal() : new ProgressAsLines(System.err);
  }
}
