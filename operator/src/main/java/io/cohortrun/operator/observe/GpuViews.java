package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Capacity and stack out of the objects that the cluster has of them. */
public final class GpuViews {

  /** Resources that say of themselves that they are GPUs. */
  private static final String GPU = "gpu";

  private static final String MIG = "/mig-";

  private GpuViews() {}

  /**
   * Nodes that offer a resource of a device plugin.
   *
   * @param selector the profile's node selector
   */
  public static GpuView.Capacity capacity(
      List<Node> nodes, String resource, Map<String, String> selector) {
    List<Map<String, Quantity>> offers =
        nodes.stream()
            .filter(n -> labels(n).entrySet().containsAll(selector.entrySet()))
            .map(
                n ->
                    Objects.requireNonNullElse(
                        n.getStatus().getAllocatable(), Map.<String, Quantity>of()))
            .toList();
    List<Long> counts =
        offers.stream().map(o -> count(o.get(resource))).filter(count -> count > 0).toList();
    List<String> others =
        offers.stream()
            .flatMap(o -> o.entrySet().stream())
            .filter(e -> e.getKey().contains(GPU) || e.getKey().contains(MIG))
            .filter(e -> !e.getKey().equals(resource) && count(e.getValue()) > 0)
            .map(Map.Entry::getKey)
            .distinct()
            .sorted()
            .toList();
    return new GpuView.Capacity.Known(
        counts.size(), counts.stream().mapToLong(Long::longValue).sum(), others);
  }

  /** What ClusterPolicies and NVIDIADrivers say of themselves; none at all tells nothing. */
  public static GpuView.Stack stack(List<GenericKubernetesResource> kinds) {
    if (kinds.isEmpty()) {
      return new GpuView.Stack.Unknown("the cluster has no ClusterPolicy and no NVIDIADriver");
    }
    List<String> states =
        kinds.stream()
            .map(k -> "%s %s: %s".formatted(k.getKind(), k.getMetadata().getName(), state(k)))
            .sorted()
            .toList();
    return new GpuView.Stack.Known(kinds.stream().allMatch(k -> state(k).equals("ready")), states);
  }

  private static String state(GenericKubernetesResource kind) {
    Object state = kind.get("status", "state");
    return state == null ? "no state" : state.toString();
  }

  private static Map<String, String> labels(Node node) {
    return Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
  }

  private static long count(Quantity quantity) {
    return quantity == null
        ? 0
        : Objects.requireNonNullElse(quantity.getNumericalAmount(), BigDecimal.ZERO).longValue();
  }
}
