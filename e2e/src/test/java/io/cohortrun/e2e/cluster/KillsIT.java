package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.workflows.contract.WorkerLost;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
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
@OnPods
class KillsIT {

  /** Whoever takes all operators away is alone with them. */
  private static final String OPERATORS = "the operators";

  private static final Duration AWAY = Duration.ofSeconds(10);

  /** From one loss to the next at most: five of them and the outages fall within a run. */
  private static final int APART = 6_000;

  private final PodCluster cluster;
  private final Team team;

  KillsIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-a");
  }

  private enum Victim {
    OPERATOR,
    WORKFLOW_WORKER,
    TEMPORAL,
    API_SERVER,
    STORE
  }

  /** One after the other in any order, each at some moment: a failure names both. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = OPERATORS, mode = ResourceAccessMode.READ)
  void aRunCompletesThoughEachThingThatItNeedsIsKilled(@TempDir Path temp) throws Exception {
    try (S3Proxy store =
        S3Proxy.atomicFor(
            ControlPlane.address(), "secret", Files.createDirectory(temp.resolve("s")))) {
      team.secret("flaky", store.environment("secret"));
      TeamFolder folder = cluster.cohort("team-a", "kills").into(S3Proxy.BUCKET, "flaky");
      Resource<CohortRun> run = team.apply(folder.yaml());
      List<Victim> victims = new ArrayList<>(List.of(Victim.values()));
      Collections.shuffle(victims);
      List<String> lost = new ArrayList<>();
      for (Victim victim : victims) {
        int moment = ThreadLocalRandom.current().nextInt(APART);
        TimeUnit.MILLISECONDS.sleep(moment);
        lost.add("%s after %d ms more".formatted(victim, moment));
        switch (victim) {
          case OPERATOR -> Node.signal(cluster.system("operator"), "KILL");
          case WORKFLOW_WORKER -> Node.signal(cluster.system("workflow-worker"), "KILL");
          case TEMPORAL -> cluster.temporal().lose(AWAY);
          case API_SERVER -> cluster.plane().loseServer(AWAY);
          case STORE -> store.lose(AWAY);
        }
      }
      assertThat(team.ended(run).getSlides().getOutcomes())
          .as("%s", lost)
          .isEqualTo(PodCluster.OUTCOMES);
      assertThat(folder.inStore(store, run)).as("%s", lost).isEqualTo(cluster.undisturbed());
      assertThat(cluster.workflows(run)).as("%s", lost).hasSize(1);
    }
  }

  private enum End {
    KILLED,
    EVICTED
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource
  @ResourceLock(value = OPERATORS, mode = ResourceAccessMode.READ)
  void aRunCompletesThoughAWorkerEndsAmidASlide(End end) throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "worker-" + end.name().toLowerCase(Locale.ROOT));
    Resource<CohortRun> run = team.apply(folder.yaml());
    await("a checkpoint").atMost(Duration.ofMinutes(8)).until(() -> !folder.underWay().isEmpty());
    Pod worker = team.working(run, "gpu").getFirst();
    if (end == End.EVICTED) {
      cluster.client().pods().resource(worker).evict();
      completes(folder, run, "evicted");
      return;
    }
    await("the worker amid a slide")
        .atMost(Duration.ofMinutes(1))
        .until(() -> standsAmidASlide(worker, folder));
    Node.signal(worker, "KILL");
    completes(folder, run, "killed");
    assertThat(folder.attempts(run)).as("the ledger shows it").contains(2);
  }

  /** Between two looks it might commit its slide: it is stopped first. */
  private static boolean standsAmidASlide(Pod worker, TeamFolder folder) throws Exception {
    Node.signal(worker, "STOP");
    boolean amid = !folder.underWay().isEmpty();
    if (!amid) {
      Node.signal(worker, "CONT");
    }
    return amid;
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
    completes(folder, run, marker);
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
            .atMost(Duration.ofMinutes(8))
            .until(() -> team.ends(run, "gpu").entrySet(), ends -> !ends.isEmpty())
            .iterator()
            .next();
    assertThat(killed.getValue().getReason()).isEqualTo("OOMKilled");
    completes(folder, run, "short of memory");
    assertThat(cluster.temporal().losses(run))
        .containsOnly(new WorkerLost(killed.getKey(), "OOMKilled"));
    assertThat(folder.attempts(run)).as("the ledger shows it").contains(2);
  }

  private enum Point {
    INTENT_START,
    START_RUN_ID
  }

  private record Begun(TeamFolder folder, Resource<CohortRun> run) {}

  /**
   * Both points, one after the other, and Temporal or the API server with it; then the two runs
   * complete beside each other.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(OPERATORS)
  void aRunStartsOnceThoughTheOperatorDiesAroundTheStart() throws Exception {
    Map<Point, Begun> begun = new EnumMap<>(Point.class);
    for (Point point : Point.values()) {
      begun.put(point, begunThoughTheOperatorDies(point));
    }
    for (Map.Entry<Point, Begun> one : begun.entrySet()) {
      Resource<CohortRun> run = one.getValue().run();
      completes(one.getValue().folder(), run, one.getKey().name());
      assertThat(cluster.workflows(run)).containsExactly(run.get().getStatus().getRunId());
    }
  }

  private Begun begunThoughTheOperatorDies(Point point) throws Exception {
    boolean started = point == Point.START_RUN_ID;
    String name = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
    TeamFolder folder = cluster.cohort("team-a", name);
    Pod operator = cluster.system("operator");
    int restarts = cluster.restarts(operator);
    Predicate<CohortRunStatus> reached =
        started ? s -> s.getRunId() != null : s -> s.getWorkflowId() != null;
    StatusWebhook.Point stop =
        new StatusWebhook.Point(
            folder.yaml(), reached, () -> Node.signal(operator, "STOP"), !started);
    try (StatusWebhook webhook = new StatusWebhook(cluster.plane(), stop)) {
      Resource<CohortRun> run = team.apply(folder.yaml());
      assertThat(webhook.awaitPoint()).as("the operator at that point").isTrue();
      String workflow =
          await("the intent")
              .atMost(Duration.ofSeconds(30))
              .until(() -> run.get().getStatus().getWorkflowId(), Objects::nonNull);
      assertThat(run.get().getStatus().getRunId()).isNull();
      assertThat(cluster.temporal().knows("team-a", workflow)).isEqualTo(started);
      Node.signal(operator, "KILL");
      // What its successor asks first is away.
      if (started) {
        cluster.plane().loseServer(AWAY);
      } else {
        cluster.temporal().lose(AWAY);
      }
      await("another process of it")
          .atMost(Duration.ofMinutes(2))
          .until(() -> cluster.restarts(operator) > restarts);
      return new Begun(folder, run);
    }
  }

  private void completes(TeamFolder folder, Resource<CohortRun> run, String when) throws Exception {
    assertThat(team.ended(run).getSlides().getOutcomes()).as(when).isEqualTo(PodCluster.OUTCOMES);
    assertThat(folder.identity(run)).as(when).isEqualTo(cluster.undisturbed());
    assertThat(cluster.workflows(run)).as(when).hasSize(1);
  }
}
