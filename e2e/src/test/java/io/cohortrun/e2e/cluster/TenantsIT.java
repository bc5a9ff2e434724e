package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.server.S3Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a platform team is promised, at once. */
@ExtendWith(OnPods.class)
class TenantsIT {

  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final String HELD = "  workers: {gpu: {profile: begins-when-told, replicas: 1}}\n";

  private final PodCluster cluster;

  TenantsIT(PodCluster cluster) {
    this.cluster = cluster;
  }

  /** A team with its store, the credentials of which no other has, and its run. */
  private record Tenant(Team team, S3Proxy store, TeamFolder folder, Resource<CohortRun> run) {

    /** Its workers compute from now on. */
    void begin() throws Exception {
      Files.createFile(folder.cohort().path().resolveSibling("begin"));
    }
  }

  @Test
  void teamsCompleteIntoTheirOwnStoresThoughTheChartIsUpgradedAndEachComponentIsKilled(
      @TempDir Path temp) throws Exception {
    try (S3Proxy storeA = store("team-a", temp.resolve("a"));
        S3Proxy storeB = store("team-b", temp.resolve("b"))) {
      Tenant a = tenant("team-a", storeA);
      Tenant b = tenant("team-b", storeB);
      inferring(a);
      inferring(b);
      cluster.node().tag("cohortrun:test", "cohortrun:next");
      try {
        a.begin();
        cluster.helm("upgrade", "image.tag=next");
        assertThat(image(cluster.system("operator"))).isEqualTo("cohortrun:next");
        Node.signal(cluster.system("workflow-worker"), "KILL");
        Node.signal(cluster.system("operator"), "KILL");
        cluster.temporal().lose(AWAY);
        cluster.plane().loseServer(AWAY);
        storeA.lose(AWAY);
        storeB.lose(AWAY);
        assertThat(b.run().get().getStatus().getState().isTerminal())
            .as("it was under way all the while")
            .isFalse();
        b.begin();
        Node.signal(inferring(b), "KILL");
        for (Tenant tenant : List.of(a, b)) {
          assertThat(tenant.team().ended(tenant.run()).getSlides().getOutcomes())
              .isEqualTo(PodCluster.OUTCOMES);
          assertThat(tenant.folder().inStore(tenant.store(), tenant.run()))
              .isEqualTo(cluster.undisturbed());
          assertThat(cluster.workflows(tenant.run())).hasSize(1);
          assertThat(tenant.run().get().getStatus().getFrozen().getImage())
              .as("a run ends on the image that it began with")
              .isEqualTo("cohortrun:test");
        }
      } finally {
        cluster.helm("upgrade");
      }
    }
  }

  private Tenant tenant(String namespace, S3Proxy store) throws Exception {
    Team team = cluster.team(namespace);
    team.secret("tenant", store.environment(secret(namespace)));
    TeamFolder folder = cluster.cohort(namespace, "tenant", HELD).into(S3Proxy.BUCKET, "tenant");
    return new Tenant(team, store, folder, team.apply(folder.yaml()));
  }

  private static S3Proxy store(String namespace, Path folder) throws Exception {
    return S3Proxy.atomicFor(
        ControlPlane.address(), secret(namespace), Files.createDirectory(folder));
  }

  private static String secret(String namespace) {
    return "secret-of-" + namespace;
  }

  private static Pod inferring(Tenant tenant) {
    return await("a worker that infers")
        .atMost(Duration.ofMinutes(3))
        .until(() -> tenant.team().working(tenant.run(), "gpu"), pods -> !pods.isEmpty())
        .getFirst();
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }
}
