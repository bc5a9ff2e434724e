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
 * newest. Without the kind, or without the namespace, there are none.
 *
 * @param namespaces empty for all
 */
record RunUids(KubernetesClient client, List<String> namespaces) implements Supplier<Set<String>> {

  @Override
  public Set<String> get() {
    Stream<CohortRun> runs =
        namespaces.isEmpty()
            ? in(() -> client.resources(CohortRun.class).inAnyNamespace().list().getItems())
            : namespaces.stream().flatMap(this::in);
    return runs.map(r -> r.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private Stream<CohortRun> in(String namespace) {
    try {
      return in(() -> client.resources(CohortRun.class).inNamespace(namespace).list().getItems());
    } catch (KubernetesClientException e) {
      // With a namespace goes the right to look into it.
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && isGone(namespace)) {
        return Stream.empty();
      }
      throw e;
    }
  }

  private static Stream<CohortRun> in(Supplier<List<CohortRun>> list) {
    try {
      return list.get().stream();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Stream.empty();
      }
      throw e;
    }
  }

  private boolean isGone(String namespace) {
    return client.namespaces().withName(namespace).get() == null;
  }
}
