package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The kinds of the Prometheus operator, with their schemas, as its module has them: the API server
 * judges what the chart makes of them.
 */
final class MonitoringKinds {

  private MonitoringKinds() {}

  /** Makes them and waits until they are served. */
  static void install(KubernetesClient client) throws IOException {
    Path folder = Programs.beside("prometheus-operator");
    for (String kind : List.of("servicemonitors", "podmonitors", "prometheusrules")) {
      Path file = folder.resolve("monitoring.coreos.com_" + kind + ".yaml");
      try (InputStream yaml = Files.newInputStream(file)) {
        NamedKinds.install(
            client, client.apiextensions().v1().customResourceDefinitions().load(yaml).item());
      }
    }
  }
}
