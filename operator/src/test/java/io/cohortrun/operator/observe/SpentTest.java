package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums that go on whatever becomes of the pods and the workflow. */
class SpentTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void eachPodIsCountedOnceWhateverBecomesOfIt() {
    CreatedPods two = CreatedPods.NONE.and(pods(1, 5));
    assertThat(two).isEqualTo(new CreatedPods(2, NOON.plusSeconds(5), 1));
    assertThat(two.and(pods(1, 5))).isEqualTo(two);
    assertThat(two.and(pods())).isEqualTo(two);
    assertThat(two.and(pods(5))).isEqualTo(two);
    assertThat(two.and(pods(5, 9, 9)).count()).isEqualTo(4);
  }

  @Test
  void aPodOfTheSameSecondThatIsSeenLaterIsNew() {
    CreatedPods one = CreatedPods.NONE.and(pods(5));
    assertThat(one.and(pods(5, 5)).and(pods(5, 5))).isEqualTo(new CreatedPods(2, at(5), 2));
    assertThat(one.and(pods(5, 5, 7)).count()).isEqualTo(3);
  }

  @Test
  void aGpuIsHeldFromTheNodeToTheEndOfTheContainer() {
    HeldGpus none = new HeldGpus(0, NOON);
    assertThat(none.and(List.of(Pods.unscheduled("no node")), pod -> 1, at(60)).seconds()).isZero();
    assertThat(none.and(List.of(placed(20)), pod -> 1, at(60)).seconds()).isEqualTo(40);
    assertThat(none.and(List.of(placed(20), placed(-5)), pod -> 2, at(60)).seconds())
        .isEqualTo(200);
    assertThat(none.and(List.of(ended(20, 30)), pod -> 1, at(60)).seconds()).isEqualTo(10);
    assertThat(none.and(List.of(placed(20)), pod -> 0, at(60)).seconds()).isZero();
  }

  @Test
  void eachTurnAddsWhatPassedSinceTheLast() {
    HeldGpus first = new HeldGpus(0, NOON).and(List.of(placed(20)), pod -> 1, at(60));
    assertThat(first.and(List.of(placed(20)), pod -> 1, at(90)))
        .isEqualTo(new HeldGpus(70, at(90)));
    HeldGpus over = first.and(List.of(ended(20, 70)), pod -> 1, at(90));
    assertThat(over).isEqualTo(new HeldGpus(50, at(90)));
    assertThat(over.and(List.of(ended(20, 70)), pod -> 1, at(120)).seconds()).isEqualTo(50);
  }

  @Test
  void aPodThatItsNodeKeepsHoldsNoGpuBeyondItsGrace() {
    Pod kept =
        new PodBuilder(placed(20))
            .withNewMetadata()
            .withDeletionTimestamp(at(50).toString())
            .endMetadata()
            .build();
    HeldGpus inGrace = new HeldGpus(0, NOON).and(List.of(kept), pod -> 1, at(40));
    assertThat(inGrace.seconds()).isEqualTo(20);
    HeldGpus after = inGrace.and(List.of(kept), pod -> 1, at(60));
    assertThat(after.seconds()).isEqualTo(30);
    assertThat(after.and(List.of(kept), pod -> 1, at(3600)).seconds()).isEqualTo(30);
  }

  @Test
  void anEvictedPodThatDoesNotSayWhenItEndedAddsNoMore() {
    Pod evicted = new PodBuilder(placed(20)).editStatus().withPhase("Failed").endStatus().build();
    assertThat(new HeldGpus(7, NOON).and(List.of(evicted), pod -> 1, at(60)).seconds())
        .isEqualTo(7);
  }

  @Test
  void whatAWorkflowForgetsWhileItIsClosedIsRemembered() {
    Spent open =
        Spent.recorded(new CohortRunStatus(), NOON)
            .and(open(new Usage(50, 5, 700)), List.of(), pod -> 1, NOON);
    Spent closed =
        open.and(
            new EngineView.Broken("r", "Cancelled", "by hand", new Usage(30, 6, 700)),
            List.of(),
            pod -> 1,
            NOON);
    assertThat(closed.usage()).isEqualTo(new Usage(50, 6, 700));
    assertThat(closed.and(new EngineView.Away("away"), List.of(), pod -> 1, NOON).usage())
        .isEqualTo(closed.usage());
  }

  private static EngineView open(Usage usage) {
    return new EngineView.Open("r", new RunProgress("Infer", false, 1, 2, 0, 5, 9, 0, usage));
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private static List<Pod> pods(int... seconds) {
    return Arrays.stream(seconds)
        .mapToObj(
            s ->
                new PodBuilder()
                    .withNewMetadata()
                    .withCreationTimestamp(at(s).toString())
                    .endMetadata()
                    .build())
        .toList();
  }

  private static Pod placed(int second) {
    return new PodBuilder()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .withLastTransitionTime(at(second).toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod ended(int from, int to) {
    return new PodBuilder(placed(from))
        .editStatus()
        .withPhase("Failed")
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withFinishedAt(at(to).toString())
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
