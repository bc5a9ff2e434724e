package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tables of what an API server is to refuse, and the runs that their rows make. */
final class InvalidRuns {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String SMALLEST =
      """
      {"apiVersion": "cohortrun.io/v1alpha1", "kind": "CohortRun",
       "spec": {"manifest": {"uri": "m.csv"}, "model": {"bundle": "demo"}, "output": {"uri": "out"}}}
      """;

  private InvalidRuns() {}

  /**
   * A row of a table.
   *
   * @param field path below {@code spec}; empty where {@code value} has several fields of it
   * @param value JSON; empty takes the field away
   * @param says part of the server's answer
   */
  record Row(String field, String value, String says) {

    @Override
    public String toString() {
      return field + " = " + (value.length() > 60 ? value.substring(0, 60) + "..." : value);
    }
  }

  /** Runs that cannot be made. */
  static Stream<Row> made() throws IOException {
    return rows("invalid-runs.tsv");
  }

  /** Changes of a run that cannot be made. */
  static Stream<Row> changed() throws IOException {
    return rows("forbidden-changes.tsv");
  }

  private static Stream<Row> rows(String table) throws IOException {
    Path file = Path.of("src/test/resources/cluster").resolve(table);
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(cells -> new Row(cells[0], cells[1], cells[2]));
  }

  /** What has only what a run must have. */
  static ObjectNode smallest() {
    try {
      return (ObjectNode) MAPPER.readTree(SMALLEST);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The smallest run with some rows. */
  static GenericKubernetesResource run(String namespace, String name, List<Row> rows) {
    ObjectNode run = smallest();
    run.withObjectProperty("metadata").put("namespace", namespace).put("name", name);
    rows.forEach(row -> set((ObjectNode) run.get("spec"), row));
    return resource(run);
  }

  /** A run with one row more. */
  static GenericKubernetesResource with(GenericKubernetesResource run, Row row) {
    ObjectNode tree = MAPPER.valueToTree(run);
    set((ObjectNode) tree.get("spec"), row);
    return resource(tree);
  }

  static GenericKubernetesResource resource(ObjectNode run) {
    try {
      return MAPPER.treeToValue(run, GenericKubernetesResource.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void set(ObjectNode spec, Row row) {
    try {
      ObjectNode at = spec;
      String[] path = row.field().split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        at = at.withObjectProperty(path[i]);
      }
      String last = path[path.length - 1];
      if (row.value().isEmpty()) {
        at.remove(last);
        return;
      }
      JsonNode value = MAPPER.readTree(row.value());
      if (last.isEmpty()) {
        at.setAll((ObjectNode) value);
      } else {
        at.set(last, value);
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  interface Call {
    void run() throws Exception;
  }

  /** What the server says of it. */
  static String refusal(Call call) {
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, call::run);
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.getCode()).isEqualTo(422);
    return refused.getMessage();
  }
}
