package io.cohortrun.e2e.cluster;

import static io.cohortrun.e2e.cluster.Connections.Answer.CONNECTED;
import static io.cohortrun.e2e.cluster.Connections.Answer.NONE;
import static io.cohortrun.e2e.cluster.Connections.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.server.S3Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The chart's network policies, enforced: what each part reaches, and what it does not. */
@OnPods
class PoliciesIT {

  private static final String IDLE = "  workers: {cpu: {profile: idle, replicas: 1}}\n";

  private final PodCluster cluster;

  PoliciesIT(PodCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void eachPartReachesWhatItNeedsAndNothingElse() throws Exception {
    Resource<CohortRun> run = apply("team-c");
    Resource<CohortRun> other = apply("team-b");
    Pod worker = worker("team-c", run);
    Pod download =
        sibling(worker, "download", Map.of("app.kubernetes.io/name", "cohortrun-download"));
    Pod unlabelled = sibling(worker, "unlabelled", Map.of());
    String address = ControlPlane.address();
    try (ServerSocket store = new ServerSocket(S3Proxy.LAST_PORT)) {
      String otherTeam = worker("team-b", other).getStatus().getPodIP();
      // Nothing listens at the other worker.
      Connections to =
          new Connections(
              cluster.client(),
              List.of(
                  temporal() + "/7233",
                  address + "/" + store.getLocalPort(),
                  address + "/" + cluster.plane().port(),
                  otherTeam + "/8080",
                  otherTeam + "/8081"));

      assertThat(to.from(running(unlabelled)))
          .as("all are there, and the other worker takes what is for its metrics")
          .containsExactly(CONNECTED, CONNECTED, CONNECTED, REFUSED, NONE);
      assertThat(to.from(worker))
          .as("Temporal and its store")
          .containsExactly(CONNECTED, CONNECTED, NONE, NONE, NONE);
      assertThat(to.from(running(download)))
          .as("the store alone")
          .containsExactly(NONE, CONNECTED, NONE, NONE, NONE);
      assertThat(to.from(cluster.system("workflow-worker")))
          .as("Temporal alone")
          .containsExactly(CONNECTED, NONE, NONE, NONE, NONE);
      assertThat(to.from(cluster.system("operator")))
          .as("Temporal and the API server")
          .containsExactly(CONNECTED, NONE, CONNECTED, NONE, NONE);
    } finally {
      cluster.client().resourceList(download, unlabelled).delete();
      run.delete();
      other.delete();
    }
  }

  private Resource<CohortRun> apply(String team) throws Exception {
    return cluster.team(team).apply(cluster.cohort(team, "reach", IDLE).yaml());
  }

  private String temporal() {
    return cluster
        .client()
        .services()
        .inNamespace(PodCluster.SYSTEM)
        .withName("temporal")
        .get()
        .getSpec()
        .getClusterIP();
  }

  private Pod worker(String team, Resource<CohortRun> run) {
    return await("a worker of " + team)
        .atMost(Duration.ofMinutes(2))
        .until(() -> cluster.team(team).working(run, "cpu"), pods -> !pods.isEmpty())
        .getFirst();
  }

  /** The same pod, but for its labels. */
  private Pod sibling(Pod pod, String name, Map<String, String> labels) {
    return cluster
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpecLike(pod.getSpec())
                .withNodeName(null)
                .withTerminationGracePeriodSeconds(1L)
                .endSpec()
                .build())
        .create();
  }

  private Pod running(Pod pod) {
    return cluster
        .client()
        .resource(pod)
        .waitUntilCondition(p -> p.getStatus().getPhase().equals("Running"), 2, TimeUnit.MINUTES);
  }
}
