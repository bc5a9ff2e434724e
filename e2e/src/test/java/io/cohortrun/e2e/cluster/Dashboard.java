package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Grafana's dashboards of the chart, as the queries that they ask. */
final class Dashboard {

  /** A query of a panel, with variables put in. */
  record Query(String dashboard, String panel, String expression) {
    @Override
    public String toString() {
      return "%s, %s: %s".formatted(dashboard, panel, expression);
    }
  }

  private Dashboard() {}

  /**
   * Of all dashboards.
   *
   * @param variables name without {@code $} to value
   */
  static List<Query> queries(Map<String, String> variables) throws IOException {
    List<Query> queries = new ArrayList<>();
    try (Stream<Path> files = Files.list(Helm.CHART.resolve("files/dashboards"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
        for (JsonNode panel : dashboard.get("panels")) {
          for (JsonNode target : panel.get("targets")) {
            queries.add(
                new Query(
                    dashboard.get("title").asText(),
                    panel.get("title").asText(),
                    with(variables, target.get("expr").asText())));
          }
        }
      }
    }
    return queries;
  }

  private static String with(Map<String, String> variables, String expression) {
    String text = expression;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("$" + variable.getKey(), variable.getValue());
    }
    return text;
  }
}
