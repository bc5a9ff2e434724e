package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An S3 server with true conditional writes: moto from PyPI, made to take one request at a time. As
 * shipped it looks and then writes, and the store check refused it in 2 runs of 12.
 */
public final class MotoServer implements AutoCloseable {

  /** The bucket that it starts with. */
  public static final String BUCKET = "cohort-bucket";

  private final ServerProcess server;

  private MotoServer(ServerProcess server) {
    this.server = server;
  }

  /**
   * Starts it on a free port.
   *
   * @param folder for its log
   */
  public static MotoServer start(Path folder) throws IOException {
    int port = Program.freePort();
    ServerProcess server =
        ServerProcess.start(
            List.of(
                TestPython.program("python").toString(),
                Path.of("src", "test", "python", "moto_one_at_a_time.py")
                    .toAbsolutePath()
                    .toString(),
                Integer.toString(port)),
            port,
            folder.resolve("moto.log"));
    server.createBucket(BUCKET);
    return new MotoServer(server);
  }

  /** Environment variables with which clients find it. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", server.endpoint(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test");
  }

  @Override
  public void close() {
    server.close();
  }
}
