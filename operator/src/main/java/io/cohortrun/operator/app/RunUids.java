package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Uids of all CohortRuns of the watched namespaces, from the API server: a cache may lack the
 * newest. Without the kind there are none.
 *
 * @param namespaces empty for all
 */
record RunUids(KubernetesClient client, List<String> namespaces) implements Supplier<Set<String>> {

  @Override
  public Set<String> get() {
    try {
      Stream<CohortRun> runs =
          namespaces.isEmpty()
              ? client.resources(CohortRun.class).inAnyNamespace().list().getItems().stream()
              : namespaces.stream()
                  .flatMap(
                      n ->
                          client
                              .resources(CohortRun.class)
                              .inNamespace(n)
                              .list()
                              .getItems()
                              .stream());
      return runs.map(r -> r.getMetadata().getUid()).collect(Collectors.toSet());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Set.of();
      }
      throw e;
    }
  }
}
