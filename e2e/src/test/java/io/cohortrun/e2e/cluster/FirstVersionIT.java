package io.cohortrun.e2e.cluster;

import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.FailureCode;
import io.cohortrun.crds.v1alpha1.PodCounts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was made under the first v1alpha1 goes on under today's, which the chart brings. */
class FirstVersionIT {

  private static final Path FIRST =
      Path.of("../crds/src/test/resources/first/cohortruns.cohortrun.io-v1alpha1.yml");

  private static final Path RUN =
      Path.of("src/test/resources/cluster/run-of-the-first-version.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temp;
  private static ControlPlane plane;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(temp.resolve("cluster"));
    client = plane.client();
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  @Test
  void aStoredRunOutlivesTheUpgradeOfTheKindAndTakesTodaysStatus() throws Exception {
    Helm helm = new Helm(plane.kubeconfig("admin"));
    helm.run(
        "install",
        "first",
        firstChart().toString(),
        "--set=operator.replicas=0",
        "--set=workflowWorker.replicas=0");
    store();
    JsonNode before = stored();
    Map<String, JsonNode> shown = shown();
    assertThat(shown.get("Done").asInt()).isEqualTo(42);

    helm.run("upgrade", "first", Helm.CHART.toString(), "--reuse-values");
    await("today's kind")
        .atMost(Duration.ofMinutes(1))
        .until(() -> stored().at("/spec/signOff/attempt").isInt());
    JsonNode after = stored();
    // The one default that came later: whatever else is not given is as it was.
    ObjectNode spec = before.get("spec").deepCopy();
    ((ObjectNode) spec.get("signOff")).put("attempt", 1);
    assertThat(after.get("spec")).isEqualTo(spec);
    assertThat(after.get("status")).isEqualTo(before.get("status"));
    assertThat(shown()).containsAllEntriesOf(shown);

    Resource<CohortRun> run = new Team(client, "default").run("gi");
    assertThat(tree(run.get()).get("spec")).as("as the operator reads it").isEqualTo(spec);
    assertThat(tree(run.get()).get("status")).isEqualTo(before.get("status"));
    CohortRun next = goOn(run.get());
    run.editStatus(FirstVersionIT::goOn);
    assertThat(tree(run.get()).get("status")).isEqualTo(tree(next).get("status"));
    Team.change(run, "{\"retry\": 1, \"retryOnly\": {\"codes\": [\"NotFound\"]}}");
    assertThat(run.get().getSpec().getRetryOnly().getCodes()).containsExactly(FailureCode.NotFound);
  }

  /** Today's chart with the first kind. */
  private static Path firstChart() throws IOException {
    Path chart = temp.resolve("chart");
    try (Stream<Path> all = Files.walk(Helm.CHART)) {
      for (Path from : all.toList()) {
        Files.copy(from, chart.resolve(Helm.CHART.relativize(from).toString()));
      }
    }
    Path kind = chart.resolve("files").resolve(TestCluster.CRD.getFileName());
    Files.copy(FIRST, kind, StandardCopyOption.REPLACE_EXISTING);
    return chart;
  }

  private static void store() throws IOException {
    await("the first kind")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> client.getApiResources(CohortRun.API_VERSION),
            kinds -> kinds != null && !kinds.getResources().isEmpty());
    GenericKubernetesResource run =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.readString(RUN), GenericKubernetesResource.class);
    client.resource(run).fieldValidation(STRICT).create();
    JsonNode status = tree(run).get("status");
    generic()
        .editStatus(
            made -> {
              made.setAdditionalProperty("status", status);
              return made;
            });
    assertThat(stored().get("status")).as("nothing of it is of a later version").isEqualTo(status);
  }

  private static Resource<GenericKubernetesResource> generic() {
    return client
        .genericKubernetesResources(CohortRun.API_VERSION, "CohortRun")
        .inNamespace("default")
        .withName("gi");
  }

  private static JsonNode stored() throws IOException {
    return tree(generic().get());
  }

  private static JsonNode tree(Object resource) throws IOException {
    return JSON.readTree(client.getKubernetesSerialization().asJson(resource));
  }

  /** What {@code kubectl get} shows of the run, but for its age. */
  private static Map<String, JsonNode> shown() throws Exception {
    HttpClient http = client.getHttpClient();
    String table =
        http.sendAsync(
                http.newHttpRequestBuilder()
                    .uri(
                        client.getMasterUrl()
                            + "apis/cohortrun.io/v1alpha1/namespaces/default/cohortruns")
                    .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                    .build(),
                String.class)
            .get()
            .body();
    JsonNode tree = JSON.readTree(table);
    Map<String, JsonNode> cells = new TreeMap<>();
    for (int i = 0; i < tree.get("columnDefinitions").size(); i++) {
      String column = tree.get("columnDefinitions").get(i).get("name").asText();
      cells.put(column, tree.at("/rows/0/cells/" + i));
    }
    cells.remove("Age");
    return cells;
  }

  /** With fields that came later. */
  private static CohortRun goOn(CohortRun run) {
    CohortRunStatus status = run.getStatus();
    status.setOutputBytes(1_000_000_000_000L);
    status.setPods(new PodCounts());
    status.getPods().setCreated(8);
    status.getPods().setNewest("2026-01-01T00:00:10Z");
    status.getPods().setAtNewest(2);
    status.getGpuSeconds().setHeld(4000.5);
    status.getGpuSeconds().setTime("2026-01-01T03:00:00Z");
    status.getProgress().setTiles(5_000_000_000L);
    status.getProgress().setTilesTotal(9_000_000_000L);
    status.getProgress().setTime("2026-01-01T03:00:00Z");
    status.getFrozen().setCpuImage("registry.example.org/cohortrun:cpu");
    return run;
  }
}
