package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.workflows.contract.WorkerLost;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever dies while a run computes, and whenever: it completes, once, with the results of a run
 * that nobody disturbed.
 */
@ExtendWith(OnPods.class)
class KillsIT {

  /** Whoever takes all operators away is alone with them. */
  private static final String OPERATORS = "the operators";

  private static final Duration AWAY = Duration.ofSeconds(10);

  private final PodCluster cluster;
  private final Team team;
  private final Random moments = new Random(5);

  KillsIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-a");
  }

  private enum Victim {
    WORKER,
    EVICTED_WORKER,
    OPERATOR,
    WORKFLOW_WORKER,
    TEMPORAL,
    API_SERVER
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource
  @ResourceLock(value = OPERATORS, mode = ResourceAccessMode.READ)
  void aRunCompletesThoughItIsKilled(Victim victim) throws Exception {
    String name = "kill-" + victim.name().toLowerCase(Locale.ROOT).replace('_', '-');
    TeamFolder folder = cluster.cohort("team-a", name);
    Resource<CohortRun> run = team.apply(folder.yaml());
    Pod worker = inferring(run);
    TimeUnit.MILLISECONDS.sleep(moments.nextInt(4000));
    switch (victim) {
      case WORKER -> Node.signal(worker, "KILL");
      case EVICTED_WORKER -> cluster.client().pods().resource(worker).evict();
      case OPERATOR -> Node.signal(cluster.system("operator"), "KILL");
      case WORKFLOW_WORKER -> Node.signal(cluster.system("workflow-worker"), "KILL");
      case TEMPORAL -> cluster.temporal().lose(AWAY);
      case API_SERVER -> cluster.plane().loseServer(AWAY);
    }
    completes(folder, run);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"dies-before-commit, upload", "dies-after-commit, commit"})
  void aWorkerThatDiesAtACommitIsReplaced(String profile, String marker) throws Exception {
    TeamFolder folder =
        cluster.cohort(
            "team-a", profile, "  workers: {gpu: {profile: %s, replicas: 1}}\n".formatted(profile));
    Path died = folder.cohort().path().resolveSibling(marker);
    Files.deleteIfExists(died);
    Resource<CohortRun> run = team.apply(folder.yaml());
    completes(folder, run);
    assertThat(died).as("one worker was to die").exists();
    assertThat(folder.attempts(run)).as("the ledger shows it").contains(2);
  }

  /** Its slides are not sick: they are tried again, and none of them fails. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aWorkerThatTheKernelKillsForItsMemoryIsToldFromASlideThatKillsIt() throws Exception {
    TeamFolder folder =
        cluster.cohort(
            "team-a",
            "short-of-memory",
            "  workers: {gpu: {profile: short-of-memory, replicas: 1}}\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    Map.Entry<String, ContainerStateTerminated> killed =
        await("a worker that is killed")
            .atMost(Duration.ofMinutes(3))
            .until(() -> team.ends(run, "gpu").entrySet(), ends -> !ends.isEmpty())
            .iterator()
            .next();
    assertThat(killed.getValue().getReason()).isEqualTo("OOMKilled");
    completes(folder, run);
    assertThat(cluster.temporal().losses(run))
        .containsOnly(new WorkerLost(killed.getKey(), "OOMKilled"));
    assertThat(folder.attempts(run)).as("the ledger shows it").contains(2);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRunCompletesThoughItsStoreIsKilled(@TempDir Path temp) throws Exception {
    try (S3Proxy store =
        S3Proxy.atomicFor(
            ControlPlane.address(), "secret", Files.createDirectory(temp.resolve("s")))) {
      team.secret("flaky", store.environment("secret"));
      TeamFolder folder = cluster.cohort("team-a", "kill-store").into(S3Proxy.BUCKET, "flaky");
      Resource<CohortRun> run = team.apply(folder.yaml());
      inferring(run);
      TimeUnit.MILLISECONDS.sleep(moments.nextInt(4000));
      store.lose(AWAY);
      assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
      assertThat(folder.inStore(store, run)).isEqualTo(cluster.undisturbed());
    }
  }

  private enum Point {
    INTENT_START,
    START_RUN_ID
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource
  @ResourceLock(OPERATORS)
  void aRunStartsOnceThoughTheOperatorDiesAroundTheStart(Point point) throws Exception {
    boolean started = point == Point.START_RUN_ID;
    String name = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
    TeamFolder folder = cluster.cohort("team-a", name);
    Pod operator = cluster.system("operator");
    Predicate<CohortRunStatus> reached =
        started ? s -> s.getRunId() != null : s -> s.getWorkflowId() != null;
    Resource<CohortRun> run;
    try (StatusWebhook webhook =
        new StatusWebhook(
            cluster.plane(), new StatusWebhook.Point(folder.yaml(), reached, operator, !started))) {
      run = team.apply(folder.yaml());
      assertThat(webhook.awaitStop()).as("the operator at that point").isTrue();
      String workflow =
          await("the intent")
              .atMost(Duration.ofSeconds(30))
              .until(() -> run.get().getStatus().getWorkflowId(), Objects::nonNull);
      assertThat(run.get().getStatus().getRunId()).isNull();
      assertThat(cluster.temporal().knows("team-a", workflow)).isEqualTo(started);
      Node.signal(operator, "KILL");
    }
    completes(folder, run);
    assertThat(cluster.workflows(run)).containsExactly(run.get().getStatus().getRunId());
  }

  private Pod inferring(Resource<CohortRun> run) {
    return await("a worker that infers")
        .atMost(Duration.ofMinutes(3))
        .ignoreException(KubernetesClientException.class) // while the API server is the victim
        .until(() -> team.working(run, "gpu"), pods -> !pods.isEmpty())
        .getFirst();
  }

  private void completes(TeamFolder folder, Resource<CohortRun> run) throws Exception {
    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(cluster.workflows(run)).hasSize(1);
  }
}
