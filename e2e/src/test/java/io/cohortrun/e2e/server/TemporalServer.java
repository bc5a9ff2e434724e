package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A real Temporal server (the command line's development server, in memory), for one test. */
public final class TemporalServer implements AutoCloseable {

  private final ServerProcess server;
  private final String address;

  private TemporalServer(ServerProcess server, String address) {
    this.server = server;
    this.address = address;
  }

  /** Starts one on ports of its own; its log goes to {@code temporal.log} in that folder. */
  public static TemporalServer start(Path folder) throws IOException {
    int port = ServerProcess.freePort();
    int http = ServerProcess.freePort();
    ServerProcess server =
        ServerProcess.start(
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
                "error"),
            http,
            folder.resolve("temporal.log"));
    return new TemporalServer(server, "127.0.0.1:" + port);
  }

  /** {@code host:port} for clients and workers. */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    server.close();
  }
}
