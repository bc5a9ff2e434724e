package io.cohortrun.e2e.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the cluster, which tests may kill and start again. */
final class Program implements AutoCloseable {

  private static final long STOP_SECONDS = 20;

  private final List<String> command;
  private final Path log;
  private Process process;

  private Program(List<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param folder for its log
   */
  static Program start(Path folder, Path executable, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(args));
    Program program =
        new Program(command, folder.resolve(executable.getFileName().toString() + ".log"));
    program.start();
    return program;
  }

  /** Again, with the same arguments. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Fails where it has ended.
   *
   * @throws IllegalStateException it names the log
   */
  void mustRun() {
    if (!process.isAlive()) {
      throw new IllegalStateException(command.getFirst() + " ended, see " + log);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
