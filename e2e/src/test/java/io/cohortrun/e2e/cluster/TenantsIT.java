package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform team is promised, at once. */
@OnPods
class TenantsIT {

  private static final Duration AWAY = Duration.ofSeconds(10);

  /** A call to a store is repeated for six seconds at least; after that its shard begins again. */
  private static final Duration STORE_AWAY = Duration.ofSeconds(4);

  /** What a slow pod has to drain, and the kubelet's and the operator's own time. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final PodCluster cluster;

  TenantsIT(PodCluster cluster) {
    this.cluster = cluster;
  }

  @FunctionalInterface
  private interface Disturbance {
    void happen() throws Exception;
  }

  @Test
  void teamsComputeOnIntoTheirOwnStoresThoughTheChartIsUpgradedAndEachComponentIsKilled(
      @TempDir Path temp) throws Exception {
    try (S3Proxy storeA = store("team-a", temp.resolve("a"));
        S3Proxy storeB = store("team-b", temp.resolve("b"))) {
      Tenant a = tenant("team-a", storeA);
      Tenant b = tenant("team-b", storeB);
      Resource<CohortRun> foreign = foreign("team-a", storeB);
      List<SlowWorker> workers = SlowWorker.of(a, b);
      isRefused("team-a", foreign, "team-b", storeB);
      cluster.node().tag("cohortrun:test", "cohortrun:next");
      try {
        amid(workers, () -> cluster.helm("upgrade", "image.tag=next"));
        assertThat(image(cluster.system("operator"))).isEqualTo("cohortrun:next");
        amid(
            workers,
            () -> {
              Node.signal(cluster.system("workflow-worker"), "KILL");
              Node.signal(cluster.system("operator"), "KILL");
            });
        amid(workers, () -> cluster.temporal().lose(AWAY));
        amid(workers, () -> cluster.plane().loseServer(AWAY));
        amid(
            workers,
            () -> {
              storeA.lose(STORE_AWAY);
              storeB.lose(STORE_AWAY);
            });
        for (SlowWorker worker : workers) {
          worker.kill();
        }
        for (Tenant tenant : List.of(a, b)) {
          assertThat(tenant.team().ended(tenant.run()).getSlides().getOutcomes())
              .isEqualTo(PodCluster.OUTCOMES);
          assertThat(tenant.results()).isEqualTo(cluster.undisturbed());
          assertThat(tenant.attempts()).as("a worker died").anyMatch(times -> times > 1);
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

  /** These very processes compute on afterwards, and their slides were not done before. */
  private static void amid(List<SlowWorker> computing, Disturbance disturbance) throws Exception {
    disturbance.happen();
    Map<SlowWorker, Double> tiles = new HashMap<>();
    for (SlowWorker worker : computing) {
      tiles.put(worker, told(worker, 0));
    }
    for (SlowWorker worker : computing) {
      told(worker, tiles.get(worker));
    }
  }

  /** Waits for more tiles of a worker than these. */
  private static double told(SlowWorker worker, double tiles) {
    return await(worker.pod().getMetadata().getName() + " to compute on after tile " + tiles)
        .atMost(Duration.ofMinutes(5))
        .until(worker::tiles, told -> told > tiles);
  }

  /** A run whose output lies in another team's store, for which its team has its own keys only. */
  private Resource<CohortRun> foreign(String namespace, S3Proxy other) throws Exception {
    Team team = cluster.team(namespace);
    team.secret("foreign", other.environment(secret(namespace)));
    return team.apply(cluster.cohort(namespace, "foreign").into(S3Proxy.BUCKET, "foreign").yaml());
  }

  private void isRefused(String namespace, Resource<CohortRun> run, String owner, S3Proxy other)
      throws Exception {
    try (ObjectStore own = as(owner, other);
        ObjectStore foreign = as(namespace, other)) {
      own.put("greeting", new byte[1]);
      assertThatThrownBy(() -> foreign.get("greeting"))
          .isInstanceOfSatisfying(
              StoreFailure.class,
              refused -> assertThat(refused.code()).isEqualTo(StoreFailure.Code.AccessDenied));
      Team team = cluster.team(namespace);
      assertThat(team.ended(run).getState()).isEqualTo(State.Failed);
      assertThat(team.condition(run, "Failed", "OutputUnusable").getMessage())
          .contains("access denied");
      String uid = run.get().getMetadata().getUid();
      assertThat(own.list("")).contains("greeting").noneMatch(key -> key.contains(uid));
    }
  }

  /** As the runbook says it, without a restart of anything. */
  @Test
  void aPauseOfAllRunsTakesTheirWorkersAndNothingIsComputedMeanwhileNorASlideTwice()
      throws Exception {
    Pod operator = cluster.system("operator");
    Tenant paused = tenant("team-a", "paused");
    SlowWorker.of(paused);
    cluster.helm("upgrade", "paused=true");
    try {
      paused.team().condition(paused.run(), "Suspended", "SuspendedByPlatform");
      await("its workers to go")
          .atMost(GRACE)
          .until(() -> paused.team().pods(paused.run()).isEmpty());
      List<Path> left = paused.folder().slideObjects();
      assertThat(left).as("a slide is under way").anyMatch(p -> p.toString().contains("/parts/"));
      Tenant late = tenant("team-b", "late");
      late.team().condition(late.run(), "Suspended", "SuspendedByPlatform");
      assertThat(late.run().get().getStatus().getWorkflowId()).as("it is not begun").isNull();
      late.run().delete();
      assertThat(paused.folder().slideObjects()).as("nothing is computed").isEqualTo(left);
    } finally {
      cluster.helm("upgrade");
    }
    assertThat(paused.team().ended(paused.run()).getSlides().getOutcomes())
        .isEqualTo(PodCluster.OUTCOMES);
    assertThat(paused.results()).isEqualTo(cluster.undisturbed());
    assertThat(paused.attempts()).as("the ledger shows it").contains(2);
    assertThat(paused.folder().tries()).as("one try of each slide that succeeded").isEqualTo(3);
    assertThat(cluster.restarts(operator)).isZero();
  }

  /** A run on volumes. */
  private Tenant tenant(String namespace, String name) throws Exception {
    Team team = cluster.team(namespace);
    TeamFolder folder = cluster.cohort(namespace, name);
    return new Tenant(team, folder, team.apply(folder.yaml()), folder.cohort().output());
  }

  /** A run into a store, the keys of which no other team has. */
  private Tenant tenant(String namespace, S3Proxy store) throws Exception {
    Team team = cluster.team(namespace);
    team.secret("tenant", store.environment(secret(namespace)));
    TeamFolder folder = cluster.cohort(namespace, "tenant").into(S3Proxy.BUCKET, "tenant");
    return new Tenant(team, folder, team.apply(folder.yaml()), store.files().resolve("out"));
  }

  private static S3Proxy store(String namespace, Path folder) throws Exception {
    return S3Proxy.atomicFor(
        ControlPlane.address(), secret(namespace), Files.createDirectory(folder));
  }

  private static ObjectStore as(String namespace, S3Proxy store) throws IOException {
    return Stores.open("s3://" + S3Proxy.BUCKET + "/out", store.environment(secret(namespace)));
  }

  private static String secret(String namespace) {
    return "secret-of-" + namespace;
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }
}
