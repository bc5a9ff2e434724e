package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** GPUs out of what nodes and NVIDIA's kinds say. */
class GpuViewsTest {

  private static final List<Node> NODES =
      List.of(
          node("A100", Map.of("nvidia.com/gpu", "8", "cpu", "64")),
          node("A100", Map.of("nvidia.com/gpu", "0", "nvidia.com/mig-1g.10gb", "7")),
          node("T4", Map.of("nvidia.com/gpu", "1")));

  @Test
  void nodesThatTheProfileAdmitsAreCountedWithTheirDevices() {
    assertThat(GpuViews.capacity(NODES, "nvidia.com/gpu", Map.of()))
        .isEqualTo(new GpuView.Capacity.Known(2, 9, List.of("nvidia.com/mig-1g.10gb")));
    assertThat(GpuViews.capacity(NODES, "nvidia.com/gpu", Map.of("product", "A100")))
        .isEqualTo(new GpuView.Capacity.Known(1, 8, List.of("nvidia.com/mig-1g.10gb")));
  }

  @Test
  void aResourceThatNoNodeOffersIsToldBesideWhatTheyOffer() {
    assertThat(GpuViews.capacity(NODES, "nvidia.com/mig-2g.20gb", Map.of()))
        .isEqualTo(
            new GpuView.Capacity.Known(0, 0, List.of("nvidia.com/gpu", "nvidia.com/mig-1g.10gb")));
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

  private static Node node(String product, Map<String, String> allocatable) {
    NodeBuilder node =
        new NodeBuilder()
            .withNewMetadata()
            .addToLabels("product", product)
            .endMetadata()
            .withNewStatus()
            .endStatus();
    allocatable.forEach(
        (name, count) -> node.editStatus().addToAllocatable(name, new Quantity(count)).endStatus());
    return node.build();
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
