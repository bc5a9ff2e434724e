package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What keeps workers from working is said by its name, and in time. */
@OnPods
class HindrancesIT {

  private static final String NODE = "the node";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final PodCluster cluster;
  private final Team team;

  HindrancesIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-b");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = NODE, mode = ResourceAccessMode.READ)
  void theLackOfACardIsSaidUntilThereIsOneAndThenItRuns() throws Exception {
    cluster.node().cards(0);
    TeamFolder folder =
        cluster.cohort("team-b", "card", "  workers: {gpu: {profile: card, replicas: 1}}\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    assertThat(
            team.condition(run, "WorkersReady", "NoGpuCapacity", Duration.ofMinutes(2))
                .getMessage())
        .contains("nvidia.com/gpu");
    assertThat(run.get().getStatus().getPendingReason()).contains("nvidia.com/gpu");
    assertThat(team.condition(run, "GpuCapacityKnown", "NoMatchingNode").getMessage())
        .startsWith("0 nodes that take the profile's pods offer nvidia.com/gpu");
    assertThat(team.condition(run, "GpuStackReady", "NotReadable").getStatus())
        .isEqualTo("Unknown");
    cluster.node().cards(1);
    team.ended(run);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
  }

  /** What failed is told here as two workers would tell it; who refuses the card is a worker. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = NODE, mode = ResourceAccessMode.READ)
  void aCardThatFailedTwiceIsRefusedByTheNextWorkerAndAnotherGoesOn() throws Exception {
    TeamFolder folder =
        cluster.cohort(
            "team-b", "faulty-card", "  workers: {gpu: {profile: faulty-card, replicas: 1}}\n");
    SimulatedCard.into(folder.cohort().path());
    Resource<CohortRun> run = team.apply(folder.yaml());
    team.job(run, "gpu");
    cluster.temporal().deviceFailed(run, SimulatedCard.UUID);
    cluster.temporal().deviceFailed(run, SimulatedCard.UUID);
    assertThat(team.condition(run, "DevicesHealthy", "DeviceQuarantined").getMessage())
        .startsWith(SimulatedCard.UUID + " on node " + Node.NAME + " failed 2 times");
    Files.createFile(folder.cohort().path().resolve("begin"));
    ContainerStateTerminated refused =
        await("a worker that is given the card")
            .atMost(Duration.ofMinutes(3))
            .until(() -> team.ends(run, "gpu").values(), ends -> !ends.isEmpty())
            .iterator()
            .next();
    assertThat(refused.getExitCode()).isEqualTo(1);
    assertThat(refused.getMessage()).contains("DeviceQuarantined: " + SimulatedCard.UUID);
    team.ended(run);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(team.events(run)).contains("DeviceQuarantined");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = NODE, mode = ResourceAccessMode.READ)
  void anImageThatDoesNotExistIsAStall() throws Exception {
    TeamFolder folder =
        cluster.cohort("team-b", "no-image", "  workers: {cpu: {profile: no-image}}\n");
    stalls(folder, "ImageUnavailable", "cohortrun:absent");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = NODE, mode = ResourceAccessMode.READ)
  void aClaimThatDoesNotExistIsAStall() throws Exception {
    TeamFolder folder = cluster.cohort("team-b", "no-claim");
    folder.replace("claim: data", "claim: slides");
    stalls(folder, "MountUnavailable", "slides");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = NODE, mode = ResourceAccessMode.READ)
  void aSecretThatDoesNotExistIsAStall() throws Exception {
    stalls(
        cluster.cohort("team-b", "no-secret").into("bucket", "absent"),
        "MountUnavailable",
        "absent");
  }

  private void stalls(TeamFolder folder, String reason, String named) throws Exception {
    Resource<CohortRun> run = team.apply(folder.yaml());
    assertThat(team.condition(run, "Stalled", reason, SOON).getMessage()).contains(named);
    run.delete();
  }

  /**
   * One outage for two runs: the pods of the first are still its own when the node is back, those
   * of the second were told to go meanwhile, as the cluster does by itself after five minutes.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(NODE)
  void aNodeThatGoesAwayIsAStallAndItsReturnGoesOn() throws Exception {
    TeamFolder folder = cluster.cohort("team-b", "node");
    TeamFolder left = cluster.cohort("team-b", "node-left");
    Resource<CohortRun> run = team.apply(folder.yaml());
    Resource<CohortRun> leaving = team.apply(left.yaml());
    await("workers")
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> !team.working(run, "cpu").isEmpty() && !team.working(leaving, "cpu").isEmpty());
    List<Pod> kept = team.working(leaving, "cpu");
    List<Pod> pods = Stream.of(run, leaving).flatMap(of -> team.pods(of).stream()).toList();
    cluster.node().lose(pods);
    try {
      assertThat(team.condition(run, "Stalled", "NodeLost", Duration.ofSeconds(90)).getMessage())
          .contains(Node.NAME);
      isReplaced(leaving, kept.getFirst());
    } finally {
      cluster.node().find(pods);
    }
    goesOn(folder, run);
    goesOn(left, leaving);
    assertThat(leaving.get().getStatus().getPods().getCreated()).as("each once").isEqualTo(3);
  }

  private void goesOn(TeamFolder folder, Resource<CohortRun> run) throws Exception {
    assertThat(team.ended(run).getState()).isEqualTo(State.OverBudget);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(folder.tries()).as("one try of each slide that succeeded").isEqualTo(3);
  }

  /** The Job of a pod that its node keeps, and the run says what it lacks all the while. */
  private void isReplaced(Resource<CohortRun> run, Pod kept) {
    String name = kept.getMetadata().getName();
    String since =
        team.condition(run, "Stalled", "NodeLost", Duration.ofSeconds(30)).getLastTransitionTime();
    // As the cluster does after five minutes, unless all its nodes are silent, as this one is.
    team.pod(name).withGracePeriod(1).delete();
    await("what happens next")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(team.condition(run, "Stalled", "NodeLost").getMessage())
                    .contains(Node.NAME, name, "another Job takes the place of its own"));
    await("another Job")
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(team.jobs(run))
                    .singleElement()
                    .extracting(job -> job.getMetadata().getName())
                    .asString()
                    .endsWith("-cpu-1-1"));
    await("what its pods wait for")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(team.condition(run, "Stalled", "NodeLost").getMessage())
                    .contains(Node.NAME, name, "-cpu-1-1 has taken its place", "0/1 nodes"));
    assertThat(team.condition(run, "Stalled", "NodeLost").getLastTransitionTime())
        .as("said all the while")
        .isEqualTo(since);
    assertThat(team.condition(run, "WorkersReady", "NodeLost").getStatus()).isEqualTo("False");
  }
}
