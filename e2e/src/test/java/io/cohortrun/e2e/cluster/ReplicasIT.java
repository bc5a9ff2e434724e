package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two operators, one of which leads. */
@ExtendWith(OnPods.class)
class ReplicasIT {

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

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void theOtherTakesOverAndNothingIsDoneTwiceOrUndone(String signal) throws Exception {
    List<CohortRunStatus> seen = new CopyOnWriteArrayList<>();
    TeamFolder folder = cluster.cohort("team-c", "leader-" + signal.toLowerCase(Locale.ROOT));
    Resource<CohortRun> run = team.apply(folder.yaml());
    Watch watch = run.watch(new Statuses(seen));
    try {
      await("the start")
          .atMost(Duration.ofMinutes(1))
          .until(() -> run.get().getStatus(), s -> s != null && s.getRunId() != null);
      Pod leader = cluster.leader();
      Node.signal(leader, signal);
      Pod next =
          await("another leader")
              .atMost(Duration.ofMinutes(1))
              .ignoreExceptions()
              .until(cluster::leader, l -> signal.equals("KILL") || !l.equals(leader));
      assertThat(next).isNotNull();
      team.ended(run);
      if (signal.equals("STOP")) {
        Node.signal(leader, "CONT");
        await("the former leader to see that it is none")
            .atMost(Duration.ofMinutes(1))
            .until(() -> cluster.restarts(leader) > 0);
      }
    } finally {
      watch.close();
    }
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(cluster.workflows(run)).hasSize(1);
    assertThat(runIds(seen)).as("a run id that is written stays").hasSize(1);
    assertThat(seen.stream().map(CohortRunStatus::getState).dropWhile(s -> !s.isTerminal()))
        .as("terminal is final")
        .allMatch(s -> s.isTerminal());
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
