package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Temporal server (the command line's development server), for one test. */
public final class TemporalServer implements AutoCloseable {

  private final ServerProcess server;
  private final int port;

  private TemporalServer(ServerProcess server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts one on ports of its own; its log goes to {@code temporal.log} in that folder. */
  public static TemporalServer start(Path folder) throws IOException {
    return start(folder, List.of());
  }

  /** Starts one that other machines reach, too: by this machine's address and its port. */
  public static TemporalServer open(Path folder) throws IOException {
    return start(folder, List.of("--ip", "0.0.0.0")); // the later one counts
  }

  /**
   * Starts one that knows what it knew when it is started again.
   *
   * @param namespaces that it has beside {@code default}
   */
  public static TemporalServer durable(Path folder, List<String> namespaces) throws IOException {
    List<String> more =
        new ArrayList<>(List.of("--db-filename", folder.resolve("temporal.db").toString()));
    namespaces.forEach(namespace -> more.addAll(List.of("--namespace", namespace)));
    return start(folder, more);
  }

  private static TemporalServer start(Path folder, List<String> more) throws IOException {
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
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--http-port",
                Integer.toString(http),
                "--log-level",
                "error"));
    command.addAll(more);
    return new TemporalServer(
        ServerProcess.start(command, http, folder.resolve("temporal.log")), port);
  }

  /** {@code host:port} for clients and workers on this machine. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The same port, for who stands in front of it. */
  public int port() {
    return port;
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
