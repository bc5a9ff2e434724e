package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.WorkerLost;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lost node, a preempted pod and a full memory are nobody's slide. */
class LossesTest {

  @Test
  void thePodsOwnStatusSaysWhy() {
    assertThat(reason(Pods.disrupted("PreemptionByScheduler"))).isEqualTo("Preempted");
    assertThat(reason(Pods.disrupted("EvictionByEvictionAPI"))).isEqualTo("Evicted");
    assertThat(reason(Pods.disrupted("TerminationByKubelet"))).isEqualTo("Evicted");
    assertThat(reason(Pods.disrupted("DeletionByTaintManager"))).isEqualTo("NodeLost");
    assertThat(reason(Pods.disrupted("DeletionByPodGC"))).isEqualTo("NodeLost");
    assertThat(reason(Pods.ended(137, "OOMKilled"))).isEqualTo("OOMKilled");
    assertThat(reason(Pods.ended(137, "Error"))).isEqualTo("Error");
  }

  @Test
  void whoIsDoneOrDrainedOrRunsIsNotLost() {
    assertThat(
            Losses.among(
                List.of(Pods.ended(0, "Completed"), Pods.ended(77, "Error"), Pods.running()),
                Set.of()))
        .isEmpty();
  }

  @Test
  void nobodyIsToldTwice() {
    assertThat(Losses.among(List.of(Pods.ended(1, "Error")), Set.of("uid-of-p"))).isEmpty();
  }

  private static String reason(Pod pod) {
    List<WorkerLost> lost = Losses.among(List.of(pod), Set.of());
    assertThat(lost).hasSize(1).extracting(WorkerLost::worker).containsExactly("uid-of-p");
    return lost.getFirst().reason();
  }
}
