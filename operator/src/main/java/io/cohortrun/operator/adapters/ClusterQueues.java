package io.cohortrun.operator.adapters;

import io.cohortrun.operator.observe.Workloads;
import io.cohortrun.operator.ports.Queues;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kueue's Workloads, of one namespace at a time, read at most every ten seconds for all its runs.
 * No turn fails for want of them.
 */
public final class ClusterQueues implements Queues {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterQueues.class);
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** Label of a Workload: the uid of its Job. */
  private static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final ResourceDefinitionContext WORKLOADS =
      new ResourceDefinitionContext.Builder()
          .withGroup("kueue.x-k8s.io")
          .withVersion("v1beta2")
          .withKind("Workload")
          .withPlural("workloads")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Facts> facts = new HashMap<>();

  /**
   * What was read of a namespace.
   *
   * @param sentences of Jobs, by their uid
   */
  private record Facts(Instant read, Map<String, String> sentences) {}

  public ClusterQueues(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<String> why(String namespace, String jobUid) {
    return Optional.ofNullable(fresh(namespace).sentences().get(jobUid));
  }

  private synchronized Facts fresh(String namespace) {
    return facts.compute(
        namespace,
        (name, known) ->
            known != null && Duration.between(known.read(), clock.instant()).compareTo(FRESH) < 0
                ? known
                : new Facts(clock.instant(), read(name)));
  }

  private Map<String, String> read(String namespace) {
    Map<String, String> sentences = new HashMap<>();
    try {
      for (GenericKubernetesResource workload :
          client.genericKubernetesResources(WORKLOADS).inNamespace(namespace).list().getItems()) {
        String job =
            Optional.ofNullable(workload.getMetadata().getLabels())
                .map(labels -> labels.get(JOB_UID))
                .orElse("");
        Workloads.waiting(workload).ifPresent(sentence -> sentences.put(job, sentence));
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        LOG.warn("why Jobs wait in {} is not known for {}: {}", namespace, FRESH, e.getMessage());
      }
    }
    return sentences;
  }
}
