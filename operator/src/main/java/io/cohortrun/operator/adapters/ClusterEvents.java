package io.cohortrun.operator.adapters;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.operator.status.News;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of runs, as {@code kubectl describe} shows them. One of each reason and attempt for as
 * long as the API server keeps it (an hour, by default): its name is made of these, and a second is
 * refused there. Events are a courtesy: one that cannot be written costs nothing else.
 */
public final class ClusterEvents {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterEvents.class);
  private static final String SOURCE = "cohortrun-operator";

  private final KubernetesClient client;
  private final Clock clock;

  public ClusterEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Tells it of a run whose status was just written. */
  public void tell(CohortRun run, News news) {
    try {
      client.resource(event(run, news)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warn("no event {}: {}", news.reason(), e.getMessage());
      }
    }
  }

  private Event event(CohortRun run, News news) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String name =
        "%s.%d.%s"
            .formatted(
                run.getMetadata().getUid(),
                run.getStatus().getAttempt() == null ? 0 : run.getStatus().getAttempt(),
                news.reason().toLowerCase(Locale.ROOT));
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(run.getMetadata().getNamespace())
        .withName(name)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withNamespace(run.getMetadata().getNamespace())
        .withName(run.getMetadata().getName())
        .withUid(run.getMetadata().getUid())
        .endInvolvedObject()
        .withType(news.warning() ? "Warning" : "Normal")
        .withReason(news.reason())
        .withMessage(news.sentence())
        .withNewSource(SOURCE, null)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
