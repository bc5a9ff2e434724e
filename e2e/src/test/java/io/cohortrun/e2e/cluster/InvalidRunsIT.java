package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real API server refuses, and that its words name the field: one row for each rule; and
 * that it takes whatever people are shown.
 */
class InvalidRunsIT {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String SMALLEST =
      """
      {"apiVersion": "cohortrun.io/v1alpha1", "kind": "CohortRun",
       "metadata": {"namespace": "default"},
       "spec": {"manifest": {"uri": "m.csv"}, "model": {"bundle": "demo"}, "output": {"uri": "out"}}}
      """;

  @TempDir static Path temp;
  private static ControlPlane plane;
  private static KubernetesClient client;

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

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(temp);
    client = plane.client();
    client.load(Files.newInputStream(TestCluster.CRD)).create();
    // Established is not yet told: clients look kinds up.
    await("the kind")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> client.getApiResources(CohortRun.API_VERSION),
            kinds -> kinds != null && !kinds.getResources().isEmpty());
    client.resource(run("old", List.of(new Row("retry", "1", "")))).create();
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  static Stream<Row> invalidRuns() throws IOException {
    return rows("invalid-runs.tsv");
  }

  static Stream<Row> forbiddenChanges() throws IOException {
    return rows("forbidden-changes.tsv");
  }

  @ParameterizedTest
  @MethodSource("invalidRuns")
  void itIsRefusedByName(Row row) {
    assertThat(refusal(() -> client.resource(run("bad", List.of(row))).create()))
        .contains(row.says());
  }

  @ParameterizedTest
  @MethodSource("forbiddenChanges")
  void aRunThatExistsStaysWhatItIs(Row row) {
    GenericKubernetesResource old =
        client
            .genericKubernetesResources(CohortRun.API_VERSION, "CohortRun")
            .inNamespace("default")
            .withName("old")
            .get();
    assertThat(refusal(() -> client.resource(with(old, row)).update())).contains(row.says());
  }

  static List<DocumentedRuns.Shown> shownRuns() throws IOException {
    List<DocumentedRuns.Shown> all = DocumentedRuns.all();
    assertThat(all).hasSizeGreaterThan(6);
    return all;
  }

  /** Strictly: a field that is not known is an error, not something to be left out. */
  @ParameterizedTest
  @MethodSource("shownRuns")
  void whatExamplesAndPagesShowIsTaken(DocumentedRuns.Shown shown) throws Exception {
    ObjectNode run = shown.within((ObjectNode) MAPPER.readTree(SMALLEST));
    ((ObjectNode) run.get("metadata")).put("namespace", "default").put("name", "shown");
    assertThatCode(
            () ->
                client
                    .resource(MAPPER.treeToValue(run, GenericKubernetesResource.class))
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create())
        .doesNotThrowAnyException();
  }

  @Test
  void aFieldThatIsNotKnownIsNotTakenAsShown() throws Exception {
    GenericKubernetesResource odd = run("odd", List.of(new Row("modle", "\"demo\"", "")));
    assertThat(
            catchThrowableOfType(
                    KubernetesClientException.class,
                    () ->
                        client
                            .resource(odd)
                            .dryRun()
                            .fieldValidation(FieldValidateable.Validation.STRICT)
                            .create())
                .getMessage())
        .contains("modle");
  }

  @Test
  void theSmallestRunIsTakenAndMayChangeWhatMayChange() {
    assertThatCode(
            () -> {
              GenericKubernetesResource made =
                  client
                      .resource(run("good", List.of(new Row("mode", "\"Preflight\"", ""))))
                      .create();
              for (Row change :
                  List.of(
                      new Row("suspend", "true", ""),
                      new Row("mode", "\"Run\"", ""),
                      new Row("retry", "2", ""),
                      new Row("retryOnly", "{\"codes\":[\"NotFound\"]}", ""),
                      new Row("retryOnly", "{\"slides\":[\"a b\"]}", ""),
                      new Row("retryOnly", "", ""),
                      new Row("workers.gpu.replicas", "9", ""),
                      new Row("signOff", "{\"decision\":\"Approved\",\"approver\":\"p\"}", ""))) {
                made = client.resource(with(made, change)).update();
              }
            })
        .doesNotThrowAnyException();
  }

  private interface Call {
    void run() throws Exception;
  }

  private static String refusal(Call call) {
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, call::run);
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.getCode()).isEqualTo(422);
    return refused.getMessage();
  }

  private static Stream<Row> rows(String table) throws IOException {
    Path file = Path.of("src/test/resources/cluster").resolve(table);
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(cells -> new Row(cells[0], cells[1], cells[2]));
  }

  private static GenericKubernetesResource run(String name, List<Row> rows) {
    try {
      ObjectNode run = (ObjectNode) MAPPER.readTree(SMALLEST);
      ((ObjectNode) run.get("metadata")).put("name", name);
      GenericKubernetesResource made = MAPPER.treeToValue(run, GenericKubernetesResource.class);
      for (Row row : rows) {
        made = with(made, row);
      }
      return made;
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static GenericKubernetesResource with(GenericKubernetesResource run, Row row) {
    try {
      ObjectNode tree = MAPPER.valueToTree(run);
      ObjectNode at = (ObjectNode) tree.get("spec");
      String[] path = row.field().split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        at = at.withObjectProperty(path[i]);
      }
      String last = path[path.length - 1];
      if (row.value().isEmpty()) {
        at.remove(last);
      } else {
        JsonNode value = MAPPER.readTree(row.value());
        if (last.isEmpty()) {
          at.setAll((ObjectNode) value);
        } else {
          at.set(last, value);
        }
      }
      return MAPPER.treeToValue(tree, GenericKubernetesResource.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
