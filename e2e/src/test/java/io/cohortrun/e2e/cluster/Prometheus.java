package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a real Prometheus answers.
 *
 * @param address host and port
 */
record Prometheus(String address) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it answers queries by now. */
  boolean isReady() {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Evaluates an expression for every second of a span.
   *
   * @return the series; none where there are no data
   * @throws IOException it is not PromQL, or cannot be evaluated; with Prometheus' words
   */
  JsonNode range(String expression, Instant from, Instant to) throws IOException {
    return get("query_range?step=1&start=%d&end=%d&query=%s"
            .formatted(
                from.getEpochSecond(),
                to.getEpochSecond(),
                URLEncoder.encode(expression, StandardCharsets.UTF_8)))
        .get("result");
  }

  /** Labels of all series so far. */
  JsonNode series() throws IOException {
    return get("series?match[]=" + URLEncoder.encode("{__name__=~\".+\"}", StandardCharsets.UTF_8));
  }

  private JsonNode get(String path) throws IOException {
    JsonNode answer = JSON.readTree(send("/api/v1/" + path.replace("[]", "%5B%5D")).body());
    if (!answer.get("status").asText().equals("success")) {
      throw new IOException(answer.get("error").asText());
    }
    return answer.get("data");
  }

  private HttpResponse<String> send(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
