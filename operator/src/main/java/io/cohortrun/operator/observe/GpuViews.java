package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
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
   * @param pod as the profile makes it
   */
  public static GpuView.Capacity capacity(List<Node> nodes, String resource, PodSpec pod) {
    List<Node> selected = nodes.stream().filter(n -> NodeAdmission.selects(pod, n)).toList();
    List<Node> admitted =
        selected.stream().filter(n -> NodeAdmission.takes(n, pod, resource)).toList();
    List<Node> offering = admitted.stream().filter(n -> count(n, resource) > 0).toList();
    long closed =
        selected.stream().filter(n -> !admitted.contains(n) && count(n, resource) > 0).count();
    List<String> others =
        admitted.stream()
            .flatMap(n -> allocatable(n).entrySet().stream())
            .filter(e -> e.getKey().contains(GPU) || e.getKey().contains(MIG))
            .filter(e -> !e.getKey().equals(resource) && count(e.getValue()) > 0)
            .map(Map.Entry::getKey)
            .distinct()
            .sorted()
            .toList();
    return new GpuView.Capacity.Known(
        offering.size(),
        offering.stream().mapToLong(n -> count(n, resource)).sum(),
        Math.toIntExact(closed),
        others);
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

  /**
   * The same, unless nodes have lost what they had: a card is known there and none can be given
   * away, while the driver's kinds still say that they are ready.
   *
   * @param nodes of the cluster
   * @param pod as the profile makes it
   */
  public static GpuView.Stack stack(
      GpuView.Stack told, List<Node> nodes, String resource, PodSpec pod) {
    List<String> lost =
        nodes.stream()
            .filter(n -> NodeAdmission.selects(pod, n) && NodeAdmission.takes(n, pod, resource))
            .filter(n -> count(capacity(n).get(resource)) > 0 && count(n, resource) == 0)
            .map(n -> n.getMetadata().getName())
            .sorted()
            .toList();
    if (lost.isEmpty()) {
      return told;
    }
    List<String> states = new ArrayList<>();
    states.add(
        "%d nodes (%s) have %s and none to allocate: their device plugin is gone, or finds no card healthy"
            .formatted(
                lost.size(),
                String.join(", ", lost.subList(0, Math.min(3, lost.size()))),
                resource));
    if (told instanceof GpuView.Stack.Known known) {
      states.addAll(known.states());
    }
    return new GpuView.Stack.Known(false, states);
  }

  private static String state(GenericKubernetesResource kind) {
    Object state = kind.get("status", "state");
    return state == null ? "no state" : state.toString();
  }

  private static Map<String, Quantity> capacity(Node node) {
    return Objects.requireNonNullElse(node.getStatus().getCapacity(), Map.<String, Quantity>of());
  }

  private static Map<String, Quantity> allocatable(Node node) {
    return Objects.requireNonNullElse(
        node.getStatus().getAllocatable(), Map.<String, Quantity>of());
  }

  private static long count(Node node, String resource) {
    return count(allocatable(node).get(resource));
  }

  private static long count(Quantity quantity) {
    return quantity == null
        ? 0
        : Objects.requireNonNullElse(quantity.getNumericalAmount(), BigDecimal.ZERO).longValue();
  }
}
