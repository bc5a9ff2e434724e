package io.cohortrun.e2e.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server program that answers HTTP, started for one test class and stopped by closing it. */
final class ServerProcess implements AutoCloseable {

  private final Program program;
  private final String name;
  private final String endpoint;

  private ServerProcess(List<String> command, String endpoint, Path log) {
    this.program = new Program(command, log);
    this.name = command.getFirst();
    this.endpoint = endpoint;
  }

  /** Starts a program and waits until it answers on that port. */
  static ServerProcess start(List<String> command, int port, Path log) throws IOException {
    ServerProcess server = new ServerProcess(command, "http://127.0.0.1:" + port, log);
    server.program.start();
    try {
      server.awaitAnswer();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void awaitAnswer() {
    await(name)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(this::answers);
  }

  /** Kills it, starts it again after so long, and waits until it answers. */
  void lose(Duration away) throws IOException, InterruptedException {
    program.lose(away);
    awaitAnswer();
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
    program.mustRun();
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
    program.close();
  }
}
