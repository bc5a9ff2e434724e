package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPUs out of what nodes and NVIDIA's kinds say. */
class GpuViewsTest {

  private static final Pattern TERM = Pattern.compile("(match[A-Za-z]+): \\[([^\\]]*)\\]");

  private static final List<Node> NODES =
      List.of(
          node("A100", Map.of("nvidia.com/gpu", "8", "cpu", "64")),
          node("A100", Map.of("nvidia.com/gpu", "0", "nvidia.com/mig-1g.10gb", "7")),
          node("T4", Map.of("nvidia.com/gpu", "1")));

  @Test
  void nodesThatTheProfileAdmitsAreCountedWithTheirDevices() {
    assertThat(GpuViews.capacity(NODES, "nvidia.com/gpu", pod("{}")))
        .isEqualTo(new GpuView.Capacity.Known(2, 9, 0, List.of("nvidia.com/mig-1g.10gb")));
    assertThat(GpuViews.capacity(NODES, "nvidia.com/gpu", pod("nodeSelector: {product: A100}")))
        .isEqualTo(new GpuView.Capacity.Known(1, 8, 0, List.of("nvidia.com/mig-1g.10gb")));
  }

  @Test
  void aResourceThatNoNodeOffersIsToldBesideWhatTheyOffer() {
    assertThat(GpuViews.capacity(NODES, "nvidia.com/mig-2g.20gb", pod("{}")))
        .isEqualTo(
            new GpuView.Capacity.Known(
                0, 0, 0, List.of("nvidia.com/gpu", "nvidia.com/mig-1g.10gb")));
  }

  @ParameterizedTest(name = "a node with {0} takes pods with {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # node                                                              | pod                                                            | takes it
          {}                                                                  | {}                                                             | true
          unschedulable: true                                                 | {}                                                             | false
          unschedulable: true                                                 | tolerations: [{operator: Exists}]                              | true
          not ready                                                           | {}                                                             | false
          not ready                                                           | tolerations: [{operator: Exists}]                              | false
          unknown                                                             | {}                                                             | false
          # Who asks for the resource may be given the toleration by the API server.
          taints: [{key: nvidia.com/gpu, effect: NoSchedule}]                 | {}                                                             | true
          taints: [{key: gpus, effect: NoSchedule}]                           | {}                                                             | false
          taints: [{key: gpus, effect: NoSchedule}]                           | tolerations: [{key: gpus, operator: Exists}]                   | true
          taints: [{key: gpus, effect: NoSchedule}]                           | tolerations: [{key: gpus, operator: Exists, effect: NoExecute}] | false
          taints: [{key: gpus, effect: PreferNoSchedule}]                     | {}                                                             | true
          taints: [{key: team, value: a, effect: NoExecute}]                  | {}                                                             | false
          taints: [{key: team, value: a, effect: NoExecute}]                  | tolerations: [{key: team, value: a}]                           | true
          taints: [{key: team, value: a, effect: NoExecute}]                  | tolerations: [{key: team, value: b}]                           | false
          taints: [{key: a, effect: NoSchedule}, {key: b, effect: NoSchedule}] | tolerations: [{key: a, operator: Exists}]                     | false
          """)
  void aNodeThatTakesNoSuchPodIsNotCountedAndIsTold(String node, String pod, boolean takes) {
    assertThat(GpuViews.capacity(List.of(node(node)), "nvidia.com/gpu", pod(pod)))
        .isEqualTo(
            takes
                ? new GpuView.Capacity.Known(1, 4, 0, List.of())
                : new GpuView.Capacity.Known(0, 0, 1, List.of()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # affinity                                            | names the node n-0 with product A100 and memory 80
          {}                                                    | true
          [matchExpressions: [product In A100 T4]]              | true
          [matchExpressions: [product In T4]]                   | false
          [matchExpressions: [product NotIn T4]]                | true
          [matchExpressions: [zone NotIn a]]                    | true
          [matchExpressions: [zone Exists]]                     | false
          [matchExpressions: [zone DoesNotExist]]               | true
          [matchExpressions: [memory Gt 79]]                    | true
          [matchExpressions: [memory Gt 80]]                    | false
          [matchExpressions: [memory Lt 81]]                    | true
          [matchExpressions: [product Gt 1]]                    | false
          [matchExpressions: [product In A100; zone Exists]]    | false
          [matchExpressions: [zone Exists], matchExpressions: [product Exists]] | true
          [matchFields: [metadata.name In n-0]]                 | true
          [matchFields: [metadata.name In n-1]]                 | false
          """)
  void aRequiredAffinityNamesNodesAsASelectorDoes(String terms, boolean names) {
    assertThat(GpuViews.capacity(List.of(node("{}")), "nvidia.com/gpu", affine(terms)))
        .isEqualTo(
            names
                ? new GpuView.Capacity.Known(1, 4, 0, List.of())
                : new GpuView.Capacity.Known(0, 0, 0, List.of()));
  }

  @Test
  void theStackIsReadyWhenAllOfItSaysSo() {
    assertThat(GpuViews.stack(List.of(kind("ready"), kind("ready"))))
        .isInstanceOfSatisfying(GpuView.Stack.Known.class, s -> assertThat(s.ready()).isTrue());
    assertThat(GpuViews.stack(List.of(kind("ready"), kind("notReady"))))
        .isInstanceOfSatisfying(
            GpuView.Stack.Known.class,
            s -> {
              assertThat(s.ready()).isFalse();
              assertThat(s.states()).contains("ClusterPolicy gpu: notReady");
            });
    assertThat(GpuViews.stack(List.of())).isInstanceOf(GpuView.Stack.Unknown.class);
  }

  @Test
  void aNodeThatLostItsDevicePluginMakesTheStackUnreadyWhateverTheKindsSay() {
    GpuView.Stack ready = GpuViews.stack(List.of(kind("ready")));
    Node lost = withCapacity("lost", "8", "0");
    assertThat(GpuViews.stack(ready, List.of(lost), "nvidia.com/gpu", pod("{}")))
        .isInstanceOfSatisfying(
            GpuView.Stack.Known.class,
            s -> {
              assertThat(s.ready()).isFalse();
              assertThat(s.states())
                  .containsExactly(
                      "1 nodes (lost) have nvidia.com/gpu and none to allocate: their device plugin is gone, or finds no card healthy",
                      "ClusterPolicy gpu: ready");
            });
    assertThat(
            GpuViews.stack(
                ready, List.of(lost), "nvidia.com/gpu", pod("nodeSelector: {product: T4}")))
        .as("not a node of the profile")
        .isEqualTo(ready);
    assertThat(
            GpuViews.stack(
                ready,
                List.of(withCapacity("whole", "8", "7"), withCapacity("mig", "0", "0")),
                "nvidia.com/gpu",
                pod("{}")))
        .isEqualTo(ready);
  }

  private static Node withCapacity(String name, String capacity, String allocatable) {
    return new NodeBuilder(node("A100", Map.of("nvidia.com/gpu", allocatable)))
        .editMetadata()
        .withName(name)
        .endMetadata()
        .editStatus()
        .addToCapacity("nvidia.com/gpu", new Quantity(capacity))
        .endStatus()
        .build();
  }

  private static Node node(String product, Map<String, String> allocatable) {
    NodeBuilder node =
        new NodeBuilder()
            .withNewMetadata()
            .addToLabels("product", product)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus();
    allocatable.forEach(
        (name, count) -> node.editStatus().addToAllocatable(name, new Quantity(count)).endStatus());
    return node.build();
  }

  /** With four cards: ready and with that spec, or in that state. */
  private static Node node(String specOrState) {
    String ready =
        switch (specOrState) {
          case "not ready" -> "False";
          case "unknown" -> "Unknown";
          default -> "True";
        };
    return new NodeBuilder(node("A100", Map.of("nvidia.com/gpu", "4")))
        .editMetadata()
        .withName("n-0")
        .addToLabels("memory", "80")
        .endMetadata()
        .withSpec(
            ready.equals("True")
                ? Serialization.unmarshal(specOrState, NodeSpec.class)
                : new NodeSpec())
        .editStatus()
        .editFirstCondition()
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }

  private static PodSpec pod(String yaml) {
    return Serialization.unmarshal(yaml, PodSpec.class);
  }

  /** With a term for each pair of brackets, whose requirements semicolons part. */
  private static PodSpec affine(String terms) {
    PodSpecBuilder pod = new PodSpecBuilder();
    if (terms.equals("{}")) {
      return pod.build();
    }
    List<NodeSelectorTerm> all =
        TERM.matcher(terms)
            .results()
            .map(
                m -> {
                  List<NodeSelectorRequirement> required =
                      Arrays.stream(m.group(2).split("; ")).map(GpuViewsTest::requirement).toList();
                  return m.group(1).equals("matchFields")
                      ? new NodeSelectorTerm(List.of(), required)
                      : new NodeSelectorTerm(required, List.of());
                })
            .toList();
    return pod.withNewAffinity()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNodeSelectorTerms(all)
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .build();
  }

  private static NodeSelectorRequirement requirement(String words) {
    List<String> all = List.of(words.split(" "));
    return new NodeSelectorRequirement(all.get(0), all.get(1), all.subList(2, all.size()));
  }

  private static GenericKubernetesResource kind(String state) {
    return new GenericKubernetesResourceBuilder()
        .withKind("ClusterPolicy")
        .withNewMetadata()
        .withName("gpu")
        .endMetadata()
        .addToAdditionalProperties("status", Map.of("state", state))
        .build();
  }
}
