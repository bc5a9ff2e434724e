package io.cohortrun.e2e.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server program that answers HTTP, started for one test class and stopped by closing it. */
final class ServerProcess implements AutoCloseable {

  private final List<String> command;
  private final String endpoint;
  private final Path log;
  private Process process;

  private ServerProcess(List<String> command, String endpoint, Path log) {
    this.command = command;
    this.endpoint = endpoint;
    this.log = log;
  }

  /** A port that nothing listens on now. */
  static int freePort() throws IOException {
    try (ServerSocket s = new ServerSocket(0)) {
      return s.getLocalPort();
    }
  }

  /** Starts a program and waits until it answers on that port. */
  static ServerProcess start(List<String> command, int port, Path log) throws IOException {
    ServerProcess server = new ServerProcess(command, "http://127.0.0.1:" + port, log);
    try {
      server.start();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Starts it, again if it was killed, and waits until it answers. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    await(command.getFirst())
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(this::answers);
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String endpoint() {
    return endpoint;
  }

  /** Creates an S3 bucket without credentials. */
  void createBucket(String name) throws IOException {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + name))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    int status = send(put);
    if (status != 200) {
      throw new IOException("bucket " + name + ": HTTP " + status);
    }
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("server ended: " + Files.readString(log));
    }
    try {
      return send(HttpRequest.newBuilder(URI.create(endpoint)).build()) > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int send(HttpRequest request) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
