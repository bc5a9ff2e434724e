package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Temporal server (the command line's development server), for one test. */
public final class TemporalServer implements AutoCloseable {

  private final ServerProcess server;
  private final String address;

  private TemporalServer(ServerProcess server, String address) {
    this.server = server;
    this.address = address;
  }

  /** Starts one on ports of its own; its log goes to {@code temporal.log} in that folder. */
  public static TemporalServer start(Path folder) throws IOException {
    return start(folder, "127.0.0.1");
  }

  /**
   * Starts one that others than this machine reach, too, and that knows what it knew when it is
   * started again.
   *
   * @param address of this machine
   */
  public static TemporalServer startFor(String address, Path folder) throws IOException {
    return start(folder, address, "--db-filename", folder.resolve("temporal.db").toString());
  }

  private static TemporalServer start(Path folder, String address, String... more)
      throws IOException {
    int port = Program.freePort();
    int http = Program.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPython.program("temporal").toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "0.0.0.0",
                "--port",
                Integer.toString(port),
                "--http-port",
                Integer.toString(http),
                "--log-level",
                "error"));
    command.addAll(List.of(more));
    return new TemporalServer(
        ServerProcess.start(command, http, folder.resolve("temporal.log")), address + ":" + port);
  }

  /** {@code host:port} for clients and workers. */
  public String address() {
    return address;
  }

  /** Kills it, and starts it again after so long. */
  public void lose(Duration away) throws IOException, InterruptedException {
    server.lose(away);
  }

  @Override
  public void close() {
    server.close();
  }
}
