package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program beside the tests, which they may kill and start again; closing stops it. */
public final class Program implements AutoCloseable {

  private static final long STOP_SECONDS = 20;
  private static final int SAID_LAST = 4000;
  private static final Ports PORTS = new Ports(22_000, 29_999);

  private final List<String> command;
  private final Path log;
  private Process process;

  Program(List<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param folder for its log
   */
  public static Program start(Path folder, Path executable, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(args));
    Program program = new Program(command, folder.resolve(executable.getFileName() + ".log"));
    program.start();
    return program;
  }

  /** A port for one of them, that nothing listens on now. */
  public static int freePort() throws IOException {
    return PORTS.free();
  }

  /** Again, with the same arguments; its log is added to. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Kills it, and starts it again after so long. */
  public void lose(Duration away) throws IOException, InterruptedException {
    kill();
    TimeUnit.MILLISECONDS.sleep(away.toMillis());
    start();
  }

  /**
   * Fails where it has ended.
   *
   * @throws IllegalStateException with the end of its log
   */
  public void mustRun() throws IOException {
    if (!process.isAlive()) {
      String said = Files.readString(log);
      throw new IllegalStateException(
          command.getFirst() + " ended: " + said.substring(Math.max(0, said.length() - SAID_LAST)));
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
