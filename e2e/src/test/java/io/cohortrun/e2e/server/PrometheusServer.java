package io.cohortrun.e2e.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Prometheus that scrapes every second; targets come and go through a file. */
public final class PrometheusServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerProcess server;
  private final Path targets;
  private final List<Map<String, Object>> groups = new ArrayList<>();

  private PrometheusServer(ServerProcess server, Path targets) {
    this.server = server;
    this.targets = targets;
  }

  /**
   * Starts one.
   *
   * @param program the server's program
   * @param folder of its data and log
   * @param rules file of rules, evaluated every second unless it says otherwise
   */
  public static PrometheusServer start(Path program, Path folder, Path rules) throws IOException {
    int port = Program.freePort();
    Path targets = folder.resolve("targets.json");
    Files.writeString(targets, "[]");
    Path config = folder.resolve("prometheus.yaml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
        - job_name: test
          file_sd_configs: [{files: ['%s'], refresh_interval: 1s}]
        """
            .formatted(rules, targets));
    List<String> command =
        List.of(
            program.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=127.0.0.1:" + port);
    ServerProcess server = ServerProcess.start(command, port, folder.resolve("prometheus.log"));
    return new PrometheusServer(server, targets);
  }

  /** Scrapes that port, too; the labels are those that discovery on a cluster gives. */
  public void scrape(int port, Map<String, String> labels) throws IOException {
    groups.add(Map.of("targets", List.of("127.0.0.1:" + port), "labels", labels));
    JSON.writeValue(targets.toFile(), groups);
  }

  /**
   * Evaluates an expression for every second of a span.
   *
   * @return the series; none where there are no data
   * @throws IOException it is not PromQL, or cannot be evaluated; with Prometheus' words
   */
  public JsonNode range(String expression, Instant from, Instant to) throws IOException {
    return get("query_range?step=1&start=%d&end=%d&query=%s"
            .formatted(
                from.getEpochSecond(),
                to.getEpochSecond(),
                URLEncoder.encode(expression, StandardCharsets.UTF_8)))
        .get("result");
  }

  /** Labels of all series so far. */
  public JsonNode series() throws IOException {
    return get("series?match[]=" + URLEncoder.encode("{__name__=~\".+\"}", StandardCharsets.UTF_8));
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(server.endpoint() + "/api/v1/" + path.replace("[]", "%5B%5D")))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      JsonNode answer =
          JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.get("status").asText().equals("success")) {
        throw new IOException(answer.get("error").asText());
      }
      return answer.get("data");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
