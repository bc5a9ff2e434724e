package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where the scheduler could put a pod, room aside. */
final class NodeAdmission {

  private static final Taint CORDON =
      new Taint("NoSchedule", "node.kubernetes.io/unschedulable", null, null);

  private static final Set<String> HARD = Set.of("NoSchedule", "NoExecute");

  private NodeAdmission() {}

  /** Whether its selector and its required affinity name the node. */
  static boolean selects(PodSpec pod, Node node) {
    Map<String, String> labels =
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
    return labels
            .entrySet()
            .containsAll(
                Objects.requireNonNullElse(pod.getNodeSelector(), Map.<String, String>of())
                    .entrySet())
        && Optional.ofNullable(pod.getAffinity())
            .map(Affinity::getNodeAffinity)
            .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
            .map(NodeSelector::getNodeSelectorTerms)
            .map(terms -> terms.stream().anyMatch(term -> matches(term, node, labels)))
            .orElse(true);
  }

  /**
   * Whether the node takes pods at all, and this one though it is cordoned or tainted.
   *
   * @param resource that the pod asks for; a taint of its name is tolerated by who asks, where the
   *     API server's ExtendedResourceToleration is on, and whether it is nobody can see
   */
  static boolean takes(Node node, PodSpec pod, String resource) {
    boolean ready =
        node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    boolean cordoned = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    return ready
        && (!cordoned || isTolerated(CORDON, pod))
        && node.getSpec().getTaints().stream()
            .filter(taint -> HARD.contains(taint.getEffect()))
            .filter(taint -> !taint.getKey().equals(resource))
            .allMatch(taint -> isTolerated(taint, pod));
  }

  private static boolean isTolerated(Taint taint, PodSpec pod) {
    return pod.getTolerations().stream().anyMatch(toleration -> tolerates(toleration, taint));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    return (isAbsent(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect()))
        && (isAbsent(toleration.getKey()) || toleration.getKey().equals(taint.getKey()))
        && ("Exists".equals(toleration.getOperator())
            || Objects.requireNonNullElse(toleration.getValue(), "")
                .equals(Objects.requireNonNullElse(taint.getValue(), "")));
  }

  private static boolean isAbsent(String field) {
    return field == null || field.isEmpty();
  }

  /** A term that requires nothing matches nothing. */
  private static boolean matches(NodeSelectorTerm term, Node node, Map<String, String> labels) {
    Map<String, String> fields = Map.of("metadata.name", node.getMetadata().getName());
    List<NodeSelectorRequirement> ofLabels = term.getMatchExpressions();
    List<NodeSelectorRequirement> ofFields = term.getMatchFields();
    return !(ofLabels.isEmpty() && ofFields.isEmpty())
        && ofLabels.stream().allMatch(r -> matches(r, labels))
        && ofFields.stream().allMatch(r -> matches(r, fields));
  }

  private static boolean matches(NodeSelectorRequirement required, Map<String, String> of) {
    String value = of.get(required.getKey());
    return switch (required.getOperator()) {
      case "In" -> value != null && required.getValues().contains(value);
      case "NotIn" -> value == null || !required.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compared(value, required) > 0;
      case "Lt" -> compared(value, required) < 0;
      default -> false;
    };
  }

  /** 0 where one of the two is no number. */
  private static int compared(String value, NodeSelectorRequirement required) {
    try {
      return value == null
          ? 0
          : Long.compare(Long.parseLong(value), Long.parseLong(required.getValues().getFirst()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
