package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.History;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The life of a run, with everything as the chart installs it, in pods of a real kubelet. */
@OnPods
class PodsIT {

  /** What a pod has to drain, and the kubelet's and the operator's own time. */
  private static final Duration GRACE = Duration.ofSeconds(100);

  private final PodCluster cluster;
  private final Team team;

  PodsIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-a");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRunOnRealSlidesEndsWithTheLocalRunsResults() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "whole");
    Resource<CohortRun> run = team.apply(folder.yaml());
    CohortRunStatus status = team.ended(run);
    assertThat(status.getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(folder.results(run, 1).resolve("report/index.html")).isNotEmptyFile();
    await("its last event, which follows its last status")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(team.events(run)).contains("Running", "OverBudget"));
    await("workers to go").atMost(GRACE).until(() -> team.jobs(run).isEmpty());
    itsTeamsKeyAloneOpensWhatTemporalKeeps(run, folder);
  }

  private void itsTeamsKeyAloneOpensWhatTemporalKeeps(Resource<CohortRun> run, TeamFolder folder) {
    ClusterTemporal temporal = cluster.temporal();
    assertThat(temporal.namespaces(run)).containsExactly("cohorts-a");
    List<History> kept = temporal.histories(run);
    assertThat(kept)
        .allSatisfy(
            history ->
                assertThat(history.toString())
                    .contains("key-of-cohorts-a")
                    .doesNotContain(folder.inPods(), ".csv", "CMU-1"));
    Payloads input =
        kept.getFirst().getEvents(0).getWorkflowExecutionStartedEventAttributes().getInput();
    assertThat(input(input, "team-a").manifest()).startsWith(folder.inPods());
    assertThatThrownBy(() -> input(input, "team-b"))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("key-of-cohorts-a");
  }

  /** As a process that has a team's Secret reads it. */
  private CohortInput input(Payloads payloads, String team) {
    return TemporalSecret.in(cluster.temporal().secret(team))
        .client("any")
        .build()
        .getDataConverter()
        .fromPayloads(0, Optional.of(payloads), CohortInput.class, CohortInput.class);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void suspendTakesThePodsWithinTheGraceAndNoSlideIsComputedTwice() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "held");
    Resource<CohortRun> run = team.apply(folder.yaml());
    await("a worker that infers")
        .atMost(Duration.ofMinutes(5))
        .until(() -> !team.working(run, "gpu").isEmpty());
    Team.change(run, "{\"suspend\": true}");
    team.condition(run, "Suspended", "SuspendedByUser");
    await("the pods to go").atMost(GRACE).until(() -> team.pods(run).isEmpty());
    Team.change(run, "{\"suspend\": false}");
    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(folder.tries()).as("one try of each slide that succeeded").isEqualTo(3);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPreflightGoesOnAsARunWhenItsModeChanges() throws Exception {
    TeamFolder folder =
        cluster.cohort(
            "team-a", "preflight", "  mode: Preflight\n  budgets: {failureShare: 0.5}\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    CohortRunStatus looked = team.ended(run);
    assertThat(looked.getState()).isEqualTo(State.Preflighted);
    assertThat(folder.tries()).isZero();
    Team.change(run, "{\"mode\": \"Run\"}");
    await("the run")
        .atMost(Duration.ofMinutes(3))
        .until(() -> run.get().getStatus().getState() != State.Preflighted);
    CohortRunStatus ended = team.ended(run);
    assertThat(ended.getState()).isEqualTo(State.Complete);
    assertThat(ended.getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRetryByHandTakesTheFailedSlidesOnlyAndPublishesBesideTheFirst() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "again");
    Resource<CohortRun> run = team.apply(folder.yaml());
    team.ended(run);
    Path slides = folder.cohort().path().resolve("slides");
    Files.copy(slides.resolve("s00000.tif"), slides.resolve("absent.svs"));
    Team.change(run, "{\"retry\": 1}");
    await("the next attempt")
        .atMost(Duration.ofMinutes(3))
        .until(() -> run.get().getStatus().getAttempt() == 2);
    assertThat(team.ended(run).getSlides().getOutcomes())
        .isEqualTo(Map.of("Succeeded", 3, "DuplicateSlide", 1, "Truncated", 1));
    assertThat(folder.results(run, 1).resolve("run.json")).isNotEmptyFile();
    assertThat(folder.results(run, 2).resolve("run.json")).isNotEmptyFile();
    assertThat(folder.tries()).isEqualTo(3);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRunThatMayMakeOnePodIsHeldOnceItHasOneAndSaysSo() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "ceiling", "  ceilings: {pods: 1}\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    assertThat(
            team.condition(run, "Suspended", "CeilingReached", Duration.ofMinutes(4)).getMessage())
        .contains("ceilings.pods allows 1");
    await("the pods to go").atMost(GRACE).until(() -> team.pods(run).isEmpty());
    assertThat(run.get().getStatus().getState()).isEqualTo(State.Suspended);
    assertThat(run.get().getStatus().getPods().getCreated()).isEqualTo(1);
    run.delete();
  }
}
