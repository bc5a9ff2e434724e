package io.cohortrun.e2e.cluster;

import static io.cohortrun.e2e.cluster.InvalidRuns.refusal;
import static io.cohortrun.e2e.cluster.InvalidRuns.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.cluster.InvalidRuns.Row;
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

  @TempDir static Path temp;
  private static ControlPlane plane;
  private static KubernetesClient client;

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
    return InvalidRuns.made();
  }

  static Stream<Row> forbiddenChanges() throws IOException {
    return InvalidRuns.changed();
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

  /** One that is written tomorrow, too: no row is a rule that nobody has seen refuse. */
  @Test
  void everyRuleOfTheKindHasItsRow() throws IOException {
    List<String> said =
        Stream.concat(InvalidRuns.made(), InvalidRuns.changed()).map(Row::says).toList();
    List<String> rules =
        new YAMLMapper()
            .readTree(TestCluster.CRD.toFile()).findValues("x-kubernetes-validations").stream()
                .flatMap(JsonNode::valueStream)
                .map(rule -> rule.get("message").asText())
                .toList();
    assertThat(rules)
        .hasSizeGreaterThan(25)
        .allMatch(rule -> said.stream().anyMatch(rule::contains));
  }

  static List<DocumentedRuns.Shown> shownRuns() throws IOException {
    List<DocumentedRuns.Shown> all = DocumentedRuns.all();
    assertThat(all).hasSizeGreaterThan(6);
    return all;
  }

  /** Strictly: a field that is not known is an error, not something to be left out. */
  @ParameterizedTest
  @MethodSource("shownRuns")
  void whatExamplesAndPagesShowIsTaken(DocumentedRuns.Shown shown) {
    ObjectNode run = shown.within(InvalidRuns.smallest());
    run.withObjectProperty("metadata").put("namespace", "default").put("name", "shown");
    assertThatCode(
            () ->
                client
                    .resource(InvalidRuns.resource(run))
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create())
        .doesNotThrowAnyException();
  }

  @Test
  void aFieldThatIsNotKnownIsNotTakenAsShown() {
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

  private static GenericKubernetesResource run(String name, List<Row> rows) {
    return InvalidRuns.run("default", name, rows);
  }
}
