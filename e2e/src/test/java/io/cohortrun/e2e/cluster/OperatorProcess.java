package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.server.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operator as a process of its own. */
final class OperatorProcess implements AutoCloseable {

  private static final String MAIN = "io.cohortrun.operator.app.OperatorMain";

  private final Process process;
  private final int port;
  private final Path log;

  private OperatorProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param platform the file that the chart would write
   * @param log is added to, so that one file tells of all operators of a test
   */
  static OperatorProcess start(Path kubeconfig, Path platform, Path log) throws IOException {
    return start(kubeconfig, platform, log, Map.of(), MAIN);
  }

  /** The same with a lease in this namespace, as the chart has it. */
  static OperatorProcess leading(Path kubeconfig, Path platform, Path log, String namespace)
      throws IOException {
    return start(kubeconfig, platform, log, Map.of("COHORTRUN_LEASE_NAMESPACE", namespace), MAIN);
  }

  /** The same of another main class. */
  static OperatorProcess start(
      Path kubeconfig, Path platform, Path log, String main, String... args) throws IOException {
    return start(kubeconfig, platform, log, Map.of(), main, args);
  }

  private static OperatorProcess start(
      Path kubeconfig,
      Path platform,
      Path log,
      Map<String, String> environment,
      String main,
      String... args)
      throws IOException {
    int port = Program.freePort();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ShippedJava.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("COHORTRUN_PLATFORM", platform.toString());
    builder.environment().put("COHORTRUN_PORT", Integer.toString(port));
    builder.environment().put("COHORT_LOG", "info");
    builder.environment().putAll(environment);
    OperatorProcess operator = new OperatorProcess(builder.start(), port, log);
    await("the operator").atMost(Duration.ofMinutes(1)).until(operator::isReady);
    return operator;
  }

  private boolean isReady() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator ended:\n" + Files.readString(log));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request("/readyz"), HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Of its probes and metrics. */
  int port() {
    return port;
  }

  /** As Prometheus reads them. */
  String metrics() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request("/metrics"), HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lines of its log that say that something went wrong and that nothing in the test explains. */
  List<String> complaints() throws IOException {
    return complaints(Files.readString(log));
  }

  /** The same of any operator's log. */
  static List<String> complaints(String log) {
    return log.lines()
        .filter(l -> l.contains(" ERROR ") || l.contains(" WARN ") || l.contains("Exception"))
        .toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
