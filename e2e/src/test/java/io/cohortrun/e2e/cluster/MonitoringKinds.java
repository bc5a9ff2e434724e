package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of the Prometheus operator by name alone: the API server then takes such objects and
 * does not judge their fields. What is in them is judged by promtool and by a real Prometheus.
 */
final class MonitoringKinds {

  private static final String GROUP = "monitoring.coreos.com";

  private MonitoringKinds() {}

  /** Makes them and waits until they are served. */
  static void install(KubernetesClient client) {
    for (String kind : List.of("ServiceMonitor", "PodMonitor", "PrometheusRule")) {
      CustomResourceDefinition crd = client.resource(named(kind)).create();
      await(kind)
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  client.resource(crd).get().getStatus().getConditions().stream()
                      .anyMatch(
                          c -> c.getType().equals("Established") && c.getStatus().equals("True")));
    }
  }

  private static CustomResourceDefinition named(String kind) {
    String singular = kind.toLowerCase(Locale.ROOT);
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(singular + "s." + GROUP)
        .endMetadata()
        .withNewSpec()
        .withGroup(GROUP)
        .withScope("Namespaced")
        .withNewNames()
        .withKind(kind)
        .withSingular(singular)
        .withPlural(singular + "s")
        .endNames()
        .addNewVersion()
        .withName("v1")
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}
