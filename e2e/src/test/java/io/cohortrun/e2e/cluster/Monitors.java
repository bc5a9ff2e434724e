package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the Prometheus operator makes of the chart's monitors, by the documentation of its API: it
 * keeps the targets whose labels and named port a monitor asks for, in the namespaces that it
 * names, and labels them with the place where they are.
 */
final class Monitors {

  private Monitors() {}

  /**
   * Scrape configurations of a Prometheus, one for each endpoint of each monitor.
   *
   * @param rendered of the chart
   * @param kubeconfig by which the Prometheus finds pods and Services
   */
  static List<Map<String, Object>> configurations(List<HasMetadata> rendered, Path kubeconfig) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (HasMetadata object : rendered) {
      switch (object.getKind()) {
        case "PodMonitor" ->
            all.addAll(
                of((GenericKubernetesResource) object, "podMetricsEndpoints", POD, kubeconfig));
        case "ServiceMonitor" ->
            all.addAll(of((GenericKubernetesResource) object, "endpoints", SERVICE, kubeconfig));
        default -> {} // rules, dashboards and the Service itself
      }
    }
    return all;
  }

  /** Where discovery by a role puts what a monitor selects by. */
  private record Role(String name, String label, String port) {}

  private static final Role POD =
      new Role("pod", "__meta_kubernetes_pod_label_", "__meta_kubernetes_pod_container_port_name");
  private static final Role SERVICE =
      new Role(
          "endpoints", "__meta_kubernetes_service_label_", "__meta_kubernetes_endpoint_port_name");

  private static List<Map<String, Object>> of(
      GenericKubernetesResource monitor, String endpoints, Role role, Path kubeconfig) {
    List<String> namespaces = monitor.get("spec", "namespaceSelector", "matchNames");
    Map<String, String> labels = monitor.get("spec", "selector", "matchLabels");
    List<Map<String, Object>> ports = monitor.get("spec", endpoints);
    String own = monitor.getMetadata().getNamespace();
    Map<String, Object> discovery =
        Map.of(
            "role",
            role.name(),
            "kubeconfig_file",
            kubeconfig.toString(),
            "namespaces",
            Map.of("names", namespaces == null ? List.of(own) : namespaces));
    List<Map<String, Object>> configurations = new ArrayList<>();
    for (Map<String, Object> port : ports) {
      List<Map<String, Object>> relabel = new ArrayList<>();
      labels.forEach((name, value) -> relabel.add(keep(role.label() + inMeta(name), value)));
      relabel.add(keep(role.port(), (String) port.get("port")));
      relabel.add(place("__meta_kubernetes_namespace", "namespace"));
      relabel.add(place("__meta_kubernetes_pod_name", "pod"));
      configurations.add(
          Map.of(
              "job_name",
              "%s/%s/%d".formatted(own, monitor.getMetadata().getName(), configurations.size()),
              "kubernetes_sd_configs",
              List.of(discovery),
              "relabel_configs",
              relabel));
    }
    return configurations;
  }

  private static Map<String, Object> keep(String label, String value) {
    return Map.of("action", "keep", "source_labels", List.of(label), "regex", value);
  }

  private static Map<String, Object> place(String found, String label) {
    return Map.of("source_labels", List.of(found), "target_label", label);
  }

  /** As Prometheus writes a label's name in its own. */
  private static String inMeta(String label) {
    return label.replaceAll("[^a-zA-Z0-9_]", "_");
  }
}
