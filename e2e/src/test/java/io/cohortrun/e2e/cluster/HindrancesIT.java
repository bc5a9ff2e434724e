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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What keeps workers from working is said by its name, and in time. */
@ExtendWith(OnPods.class)
@Execution(ExecutionMode.SAME_THREAD)
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
            .atMost(Duration.ofMinutes(1))
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

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(NODE)
  void aNodeThatGoesAwayIsAStallAndItsReturnGoesOn() throws Exception {
    TeamFolder folder = cluster.cohort("team-b", "node");
    Resource<CohortRun> run = team.apply(folder.yaml());
    await("workers").atMost(Duration.ofMinutes(2)).until(() -> !team.working(run, "cpu").isEmpty());
    List<Pod> pods = team.pods(run);
    cluster.node().lose(pods);
    try {
      assertThat(team.condition(run, "Stalled", "NodeLost", Duration.ofSeconds(90)).getMessage())
          .contains(Node.NAME);
    } finally {
      cluster.node().find(pods);
    }
    assertThat(team.ended(run).getState()).isEqualTo(State.OverBudget);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
  }
}
