package io.cohortrun.e2e.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** S3Proxy over a local folder; its older versions emulate conditional writes. */
public final class S3Proxy implements AutoCloseable {

  /** The bucket that it starts with. */
  public static final String BUCKET = "cohort-bucket";

  /** First of the ports of {@link #atomicFor}: a network policy has to name them. */
  public static final int FIRST_PORT = 21_000;

  /** Last of them; no store is given it. */
  public static final int LAST_PORT = 21_999;

  private static final Ports PORTS = new Ports(FIRST_PORT, LAST_PORT - 1);

  private final ServerProcess server;
  private final Path files;
  private final String endpoint;

  private S3Proxy(ServerProcess server, Path files, String endpoint) {
    this.server = server;
    this.files = files;
    this.endpoint = endpoint;
  }

  /** Version 2.9: looks whether the object exists, then writes. */
  public static S3Proxy emulating(Path folder) throws IOException {
    return start("s3proxy-emulating.jar", folder);
  }

  /** Version 4.1: one winner. */
  public static S3Proxy atomic(Path folder) throws IOException {
    return start("s3proxy-atomic.jar", folder);
  }

  /**
   * The same, for others than this machine, and with a secret of its own.
   *
   * @param address of this machine
   */
  public static S3Proxy atomicFor(String address, String secret, Path folder) throws IOException {
    return start("s3proxy-atomic.jar", folder, address, PORTS.free(), secret);
  }

  private static S3Proxy start(String jar, Path folder) throws IOException {
    return start(jar, folder, "127.0.0.1", Program.freePort(), "test");
  }

  private static S3Proxy start(String jar, Path folder, String address, int port, String secret)
      throws IOException {
    Files.createDirectories(folder.resolve("data").resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://0.0.0.0:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=test
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.identity=test
            jclouds.credential=test
            jclouds.filesystem.basedir=%s
            """
                .formatted(port, secret, folder.resolve("data")));
    return new S3Proxy(
        ServerProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // as it lives for a minute
                "-jar",
                Path.of("target", "servers", jar).toAbsolutePath().toString(),
                "--properties",
                settings.toString()),
            port,
            folder.resolve("s3proxy.log")),
        folder.resolve("data").resolve(BUCKET),
        "http://" + address + ":" + port);
  }

  /** Environment variables with which clients find it. */
  public Map<String, String> environment(String secret) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint,
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        secret);
  }

  /** The bucket's objects, as files. */
  public Path files() {
    return files;
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
