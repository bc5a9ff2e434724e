package io.cohortrun.e2e.cluster;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators, one of which leads. */
@OnPods
class ReplicasIT {

  private static final String HELD = "  workers: {gpu: {profile: begins-when-told, replicas: 1}}\n";

  private static final Set<String> ONE_WAY = Set.of("Accepted", "Complete", "Validated");

  private final PodCluster cluster;
  private final Team team;

  ReplicasIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-c");
  }

  @BeforeEach
  void two() {
    cluster.operators(2);
  }

  @AfterEach
  void one() {
    cluster.operators(1);
  }

  @Test
  void aLeaderThatIsKilledLosesNothing() throws Exception {
    List<CohortRunStatus> seen = new CopyOnWriteArrayList<>();
    TeamFolder folder = cluster.cohort("team-c", "leader-killed");
    Resource<CohortRun> run = team.apply(folder.yaml());
    Watch watch = run.watch(new Statuses(seen));
    try {
      started(run);
      Pod leader = cluster.leader();
      int before = cluster.restarts(leader);
      Node.signal(leader, "KILL");
      await("its container to be back")
          .atMost(Duration.ofMinutes(3))
          .until(() -> cluster.restarts(leader) > before);
      team.ended(run);
    } finally {
      watch.close();
    }
    onlyForward(folder, run, seen);
  }

  /** It wakes up amid the run with all that it believed, while another leads and writes. */
  @Test
  void aLeaderThatWasFrozenWritesNothingMoreAndEnds() throws Exception {
    List<CohortRunStatus> seen = new CopyOnWriteArrayList<>();
    TeamFolder folder = cluster.cohort("team-c", "leader-frozen", HELD);
    Path begin = folder.cohort().path().resolveSibling("begin");
    Resource<CohortRun> run = team.apply(folder.yaml());
    Watch watch = run.watch(new Statuses(seen));
    try {
      started(run);
      Pod leader = cluster.leader();
      int before = cluster.restarts(leader);
      Node.signal(leader, "STOP");
      await("another leader")
          .atMost(Duration.ofMinutes(3))
          .ignoreExceptions()
          .until(() -> !uid(cluster.leader()).equals(uid(leader)));
      Files.createFile(begin);
      Node.signal(leader, "CONT");
      await("the former leader to see that it is none")
          .atMost(Duration.ofMinutes(3))
          .until(() -> cluster.restarts(leader) > before);
      assertThat(cluster.lastExit(leader))
          .as("by itself, and not because a probe had told it to end")
          .isEqualTo(1);
      team.ended(run);
    } finally {
      watch.close();
      Files.deleteIfExists(begin);
    }
    onlyForward(folder, run, seen);
  }

  private static void started(Resource<CohortRun> run) {
    await("the start")
        .atMost(Duration.ofMinutes(3))
        .until(() -> run.get().getStatus(), s -> s != null && s.getRunId() != null);
  }

  /** One workflow, the right results, and no status that takes an earlier one back. */
  private void onlyForward(TeamFolder folder, Resource<CohortRun> run, List<CohortRunStatus> seen)
      throws Exception {
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(cluster.workflows(run)).hasSize(1);
    assertThat(runIds(seen)).as("a run id that is written stays").hasSize(1);
    assertThat(seen.stream().map(ReplicasIT::answered).toList())
        .as("slides that are answered stay answered")
        .isSorted();
    assertThat(seen.stream().map(CohortRunStatus::getState).dropWhile(s -> !s.isTerminal()))
        .as("terminal is final")
        .allMatch(s -> s.isTerminal());
    seen.stream()
        .flatMap(s -> s.getConditions().stream())
        .collect(groupingBy(Condition::getType))
        .forEach(ReplicasIT::neverFlipsBack);
  }

  /** Whoever had believed something older would write an older transition, or take these back. */
  private static void neverFlipsBack(String type, List<Condition> states) {
    assertThat(states.stream().map(c -> Instant.parse(c.getLastTransitionTime())).toList())
        .as(type)
        .isSorted();
    if (ONE_WAY.contains(type)) {
      assertThat(states.stream().map(Condition::getStatus).dropWhile(s -> !s.equals("True")))
          .as(type)
          .containsOnly("True");
    }
  }

  private static int answered(CohortRunStatus status) {
    return status.getSlides() == null || status.getSlides().getOutcomes() == null
        ? 0
        : status.getSlides().getOutcomes().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private static List<String> runIds(List<CohortRunStatus> seen) {
    return seen.stream()
        .map(CohortRunStatus::getRunId)
        .dropWhile(Objects::isNull)
        .map(String::valueOf)
        .distinct()
        .toList();
  }

  private record Statuses(List<CohortRunStatus> seen) implements Watcher<CohortRun> {

    @Override
    public void eventReceived(Action action, CohortRun run) {
      if (run.getStatus() != null && run.getStatus().getState() != null) {
        seen.add(run.getStatus());
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
