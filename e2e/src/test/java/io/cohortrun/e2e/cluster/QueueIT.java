package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs whose Jobs a real Kueue admits. */
@OnPods
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueIT {

  /** What pods have to drain, and Kueue's and the operator's own time. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final String QUEUED = "  workers: {queue: %s}\n".formatted(Kueue.QUEUE);
  private static final String HELD =
      "  workers: {queue: %s, gpu: {profile: begins-when-told, replicas: 1}}\n"
          .formatted(Kueue.QUEUE);

  private final PodCluster cluster;
  private final Team team;
  private Kueue kueue;

  QueueIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team(Kueue.NAMESPACE);
  }

  @BeforeAll
  void install() throws Exception {
    kueue = cluster.kueue();
  }

  @AfterAll
  void uninstall() {
    if (kueue != null) {
      kueue.close();
    }
  }

  @Test
  void aRunWaitsItsTurnAndAPreemptedOneGoesOnFromWhatIsFinished() throws Exception {
    TeamFolder first = cluster.cohort(Kueue.NAMESPACE, "first", HELD);
    TeamFolder second = cluster.cohort(Kueue.NAMESPACE, "second", QUEUED);
    Resource<CohortRun> admitted = team.apply(first.yaml());
    await("its workers").atMost(GRACE).until(() -> !team.working(admitted, "gpu").isEmpty());

    Resource<CohortRun> behind = team.apply(second.yaml());
    waits(behind);
    assertThat(team.pods(behind)).isEmpty();
    assertThat(team.working(admitted, "cpu")).as("who came first keeps its workers").isNotEmpty();

    Files.createFile(first.cohort().path().resolveSibling("begin"));
    await("a slide under way").atMost(GRACE).until(() -> first.tries() > 0);
    Resource<Job> urgent = kueue.urgent();
    waits(admitted);
    await("its pods to go").atMost(GRACE).until(() -> team.pods(admitted).isEmpty());
    assertThat(admitted.get().getStatus().getState()).isEqualTo(State.Running);

    urgent.delete();
    for (Resource<CohortRun> run : List.of(admitted, behind)) {
      assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
      assertThat(cluster.workflows(run)).hasSize(1);
    }
    assertThat(first.identity(admitted)).isEqualTo(cluster.undisturbed());
    assertThat(second.identity(behind)).isEqualTo(cluster.undisturbed());
    assertThat(cluster.temporal().silentEnds(admitted)).as("drained workers say so").isZero();
    assertThat(first.tries()).as("one try of each slide that succeeded").isEqualTo(3);
  }

  @Test
  void aSuspendedRunGivesUpItsPlaceAndTakesAnotherWhenItGoesOn() throws Exception {
    Resource<Job> urgent = kueue.urgent();
    Resource<CohortRun> run =
        team.apply(cluster.cohort(Kueue.NAMESPACE, "suspended", QUEUED).yaml());
    waits(run);
    Team.change(run, "{\"suspend\": true}");
    await("its Jobs to go").atMost(GRACE).until(() -> team.jobs(run).isEmpty());
    team.condition(run, "WorkersReady", "NoWorkersWanted");
    Team.change(run, "{\"suspend\": false}");
    waits(run);
    run.delete();
    urgent.delete();
  }

  @Test
  void withKueueAwayARunSaysWhyItHasNoWorkersAndGetsThemWhenItIsBack() throws Exception {
    kueue.replicas(0);
    Resource<CohortRun> run = team.apply(cluster.cohort(Kueue.NAMESPACE, "away", QUEUED).yaml());
    assertThat(team.condition(run, "WorkersReady", "WorkersRefused", GRACE).getMessage())
        .contains("the API server refuses the cpu workers' Job: ")
        .contains("failed calling webhook");
    kueue.replicas(1);
    await("its workers").atMost(GRACE).until(() -> !team.working(run, "cpu").isEmpty());
    run.delete();
  }

  /** Says so, in Kueue's words. */
  private void waits(Resource<CohortRun> run) {
    String queue = "waits in queue " + Kueue.QUEUE + ": ";
    await("Kueue's sentence")
        .atMost(GRACE)
        .untilAsserted(
            () ->
                assertThat(team.condition(run, "WorkersReady", "Queued").getMessage())
                    .contains(queue)
                    .contains("insufficient unused quota for cpu"));
    assertThat(run.get().getStatus().getPendingReason()).contains(queue);
    assertThat(team.jobs(run)).allMatch(job -> job.getSpec().getSuspend());
  }
}
