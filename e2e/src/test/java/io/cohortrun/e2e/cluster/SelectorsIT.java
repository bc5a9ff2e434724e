package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What selects in the chart, and what there is of the chart and of runs to be selected. */
class SelectorsIT {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String SYSTEM = "cohortrun-system";

  @TempDir private Path temp;

  /** Pods of one kind, or a Service. */
  private record Part(String name, String namespace, JsonNode labels, Set<String> ports) {

    boolean isService() {
      return name.startsWith("Service ");
    }

    boolean has(JsonNode selector) {
      return selector.properties().stream()
          .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }
  }

  @Test
  void eachSelectsWhatItIsMeantForAndNothingElse() throws Exception {
    assertThat(selections(objects("examples/everything.yaml")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("Deployment cohortrun-operator", "cohortrun-system/operator"),
                Map.entry("Service cohortrun-operator", "cohortrun-system/operator"),
                Map.entry("PodDisruptionBudget cohortrun-operator", "cohortrun-system/operator"),
                Map.entry("NetworkPolicy cohortrun-operator", "cohortrun-system/operator"),
                Map.entry(
                    "ServiceMonitor cohortrun-operator",
                    "cohortrun-system/Service cohortrun-operator"),
                Map.entry(
                    "Deployment cohortrun-workflow-worker", "cohortrun-system/workflow-worker"),
                Map.entry(
                    "PodDisruptionBudget cohortrun-workflow-worker",
                    "cohortrun-system/workflow-worker"),
                Map.entry(
                    "NetworkPolicy cohortrun-workflow-worker", "cohortrun-system/workflow-worker"),
                Map.entry(
                    "PodMonitor cohortrun-workflow-worker", "cohortrun-system/workflow-worker"),
                Map.entry("NetworkPolicy cohortrun-end-runs", "cohortrun-system/end-runs"),
                Map.entry("PodMonitor cohortrun-workers", "team-a/worker, team-b/worker"),
                Map.entry("NetworkPolicy team-a/cohortrun-workers", "team-a/worker"),
                Map.entry("NetworkPolicy team-b/cohortrun-workers", "team-b/worker"),
                Map.entry("NetworkPolicy team-a/cohortrun-downloads", "team-a/download"),
                Map.entry("NetworkPolicy team-b/cohortrun-downloads", "team-b/download")));
  }

  @Test
  void whoWatchesEveryNamespaceScrapesWorkersInAll() throws Exception {
    assertThat(
            selections(objects("examples/gpus.yaml", "--set=monitoring.monitors=true"))
                .get("PodMonitor cohortrun-workers"))
        .isEqualTo("elsewhere/worker, team-a/worker, team-b/worker");
  }

  @Test
  void eachPortIsOneOfWhatIsSelected() throws Exception {
    List<JsonNode> objects = objects("examples/everything.yaml");
    List<String> asked = new ArrayList<>();
    for (JsonNode object : objects) {
      for (String port : ports(object)) {
        asked.add(name(object));
        assertThat(selected(object, objects))
            .as(name(object))
            .isNotEmpty()
            .allMatch(part -> part.ports().contains(port), port);
      }
    }
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "Service cohortrun-operator",
            "ServiceMonitor cohortrun-operator",
            "PodMonitor cohortrun-workflow-worker",
            "PodMonitor cohortrun-workers");
  }

  private List<JsonNode> objects(String values, String... options) throws Exception {
    String[] all =
        Stream.concat(Stream.of("--values=" + Helm.CHART.resolve(values)), Stream.of(options))
            .toArray(String[]::new);
    String rendered = new Helm(temp.resolve("no.kubeconfig")).template(SYSTEM, all);
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered)) {
      return documents.readAll().stream().filter(o -> o != null && o.isObject()).toList();
    }
  }

  /** Name of what selects to what it selects. */
  private static Map<String, String> selections(List<JsonNode> objects) {
    Map<String, String> selections = new TreeMap<>();
    for (JsonNode object : objects) {
      if (!selector(object).isMissingNode()) {
        selections.put(
            name(object),
            selected(object, objects)
                .map(part -> part.namespace() + "/" + part.name())
                .sorted()
                .collect(Collectors.joining(", ")));
      }
    }
    return selections;
  }

  private static Stream<Part> selected(JsonNode object, List<JsonNode> objects) {
    JsonNode where = object.at("/spec/namespaceSelector");
    Set<String> named = texts(where.at("/matchNames"), "");
    return parts(objects)
        .filter(part -> part.isService() == kind(object).equals("ServiceMonitor"))
        .filter(
            part ->
                where.path("any").asBoolean()
                    || (named.isEmpty() ? Set.of(namespace(object)) : named)
                        .contains(part.namespace()))
        .filter(part -> part.has(selector(object)));
  }

  private static JsonNode selector(JsonNode object) {
    return switch (kind(object)) {
      case "Service" -> object.at("/spec/selector");
      case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
      default -> object.at("/spec/selector/matchLabels");
    };
  }

  /** Names of ports that it asks of what it selects. */
  private static Set<String> ports(JsonNode object) {
    return switch (kind(object)) {
      case "Service" -> texts(object.at("/spec/ports"), "/targetPort");
      case "ServiceMonitor" -> texts(object.at("/spec/endpoints"), "/port");
      case "PodMonitor" -> texts(object.at("/spec/podMetricsEndpoints"), "/port");
      default -> Set.of();
    };
  }

  private static Stream<Part> parts(List<JsonNode> objects) {
    return Stream.of(
            objects.stream().flatMap(SelectorsIT::ofTheChart),
            Stream.of("team-a", "team-b", "elsewhere").flatMap(SelectorsIT::ofRuns))
        .flatMap(all -> all);
  }

  /** Another release of the same name stands elsewhere. */
  private static Stream<Part> ofTheChart(JsonNode object) {
    JsonNode pod = object.at("/spec/template");
    JsonNode labels = pod.at("/metadata/labels");
    if (!pod.isMissingNode()) {
      String name = labels.path("app.kubernetes.io/component").asText();
      Set<String> ports = texts(pod.at("/spec/containers/0/ports"), "/name");
      return Stream.of(namespace(object), "elsewhere")
          .map(namespace -> new Part(name, namespace, labels, ports));
    }
    return kind(object).equals("Service")
        ? Stream.of(
            new Part(
                name(object),
                namespace(object),
                object.at("/metadata/labels"),
                texts(object.at("/spec/ports"), "/name")))
        : Stream.empty();
  }

  private static Stream<Part> ofRuns(String namespace) {
    RunPlace place =
        new RunPlace(
            namespace,
            "run",
            "01234567-89ab",
            "cohortrun-1",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "temporal:7233",
            "default",
            Optional.empty());
    WorkerProfile profile =
        new WorkerProfile(
            "default",
            "image",
            new GpuRequest.None(),
            new PodTemplateSpecBuilder().withNewSpec().endSpec().build());
    JsonNode pod =
        YAML.valueToTree(
            WorkerJobs.job(place, Pool.GPU, new Epoch(1, 0), 1, profile).getSpec().getTemplate());
    return Stream.of(
        new Part(
            "worker",
            namespace,
            pod.at("/metadata/labels"),
            texts(pod.at("/spec/containers/0/ports"), "/name")),
        // As DownloadPodTest has it.
        new Part(
            "download",
            namespace,
            YAML.createObjectNode().put("app.kubernetes.io/name", "cohortrun-download"),
            Set.of()));
  }

  private static Set<String> texts(JsonNode array, String at) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add((at.isEmpty() ? element : element.at(at)).asText()));
    return texts;
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  private static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText(SYSTEM);
  }

  private static String name(JsonNode object) {
    String of = object.at("/metadata/name").asText();
    JsonNode namespace = object.at("/metadata/namespace");
    return kind(object) + " " + (namespace.isMissingNode() ? of : namespace.asText() + "/" + of);
  }
}
