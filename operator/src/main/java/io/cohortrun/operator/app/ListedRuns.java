package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All CohortRuns of the watched namespaces, from the API server: a cache may lack the newest.
 * Without the kind, or without the namespace, there are none.
 *
 * @param namespaces empty for all
 */
record ListedRuns(KubernetesClient client, List<String> namespaces)
    implements Supplier<Set<ListedRuns.Listed>> {

  /**
   * A run that exists.
   *
   * @param seen whether its status is of its spec as it is: somebody has judged it; a run that goes
   *     is judged no more
   */
  record Listed(String uid, boolean seen) {

    private static Listed of(CohortRun run) {
      CohortRunStatus status = run.getStatus();
      return new Listed(
          run.getMetadata().getUid(),
          run.getMetadata().getDeletionTimestamp() != null
              || (status != null
                  && run.getMetadata().getGeneration().equals(status.getObservedGeneration())));
    }
  }

  @Override
  public Set<Listed> get() {
    Stream<CohortRun> runs =
        namespaces.isEmpty()
            ? in(() -> client.resources(CohortRun.class).inAnyNamespace().list().getItems())
            : namespaces.stream().flatMap(this::in);
    return runs.map(Listed::of).collect(Collectors.toSet());
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
