package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart's alert rules. */
final class AlertRules {

  static final Path FILE = Helm.CHART.resolve("files/alerts.yaml");
  static final Path TESTS = Helm.CHART.resolve("tests/alerts.test.yaml");

  /**
   * One alert.
   *
   * @param runbook of its annotation: a page of this repository and a section of it
   */
  record Alert(String name, String severity, String summary, String runbook) {}

  private AlertRules() {}

  static List<Alert> alerts() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
    for (JsonNode group : file.get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        if (rule.has("alert")) {
          alerts.add(
              new Alert(
                  rule.get("alert").asText(),
                  rule.at("/labels/severity").asText(),
                  rule.at("/annotations/summary").asText(),
                  rule.at("/annotations/runbook").asText()));
        }
      }
    }
    return alerts;
  }
}
