package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of the Prometheus operator. What is in them is judged by promtool and by a real
 * Prometheus.
 */
final class MonitoringKinds {

  private static final String GROUP = "monitoring.coreos.com";

  private MonitoringKinds() {}

  /** Makes them and waits until they are served. */
  static void install(KubernetesClient client) {
    for (String kind : List.of("ServiceMonitor", "PodMonitor", "PrometheusRule")) {
      String plural = kind.toLowerCase(Locale.ROOT) + "s";
      NamedKinds.install(client, "Namespaced", GROUP, "v1", kind, plural);
    }
  }
}
