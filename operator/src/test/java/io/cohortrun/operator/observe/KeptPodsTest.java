package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods that were told to go and whose node never says that they did. */
class KeptPodsTest {

  private static final Instant GRACE_ENDS = Instant.parse("2026-01-01T12:05:00Z");
  private static final Instant STUCK = GRACE_ENDS.plusSeconds(60);

  private static final Job FIRST = job("gpu-1", 0);
  private static final Job SECOND = job("gpu-1-1", 1);
  private static final Job THIRD = job("gpu-1-2", 2);

  @Test
  void aJobWhosePodDoesNotEndIsToBeReplacedAMinuteAfterItsGrace() {
    Pod kept = leaving(of(FIRST, Pods.unready(true)));
    assertThat(view(STUCK.minusSeconds(1), List.of(FIRST), kept))
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(false, 0);
    assertThat(view(STUCK, List.of(FIRST), kept))
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(true, 1);
    assertThat(view(STUCK, List.of(THIRD), leaving(of(THIRD, Pods.unready(true)))))
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(true, 3);
  }

  @Test
  void aJobThatLacksNoWorkerForItStays() {
    Job suspended = new JobBuilder(FIRST).editSpec().withSuspend(true).endSpec().build();
    Pod kept = leaving(of(FIRST, Pods.unready(true)));
    assertThat(view(STUCK, List.of(FIRST), kept, of(FIRST, Pods.running())).due())
        .as("it was made smaller")
        .isFalse();
    assertThat(view(STUCK, List.of(FIRST), kept, of(FIRST, Pods.ended(1, "Error"))).due())
        .as("who has ended is no worker")
        .isTrue();
    PoolView queued = view(STUCK, List.of(suspended), kept);
    assertThat(queued.due()).as("its queue holds it").isFalse();
    assertThat(queued.waiting().map(w -> w.reason())).isNotEqualTo(Optional.of("NodeLost"));
    assertThat(view(STUCK, List.of(SECOND), kept).due()).as("another Job's pod").isFalse();
    assertThat(view(STUCK, List.of(FIRST), leaving(of(FIRST, Pods.ended(77, "Error")))).due())
        .as("it has ended")
        .isFalse();
    assertThat(view(STUCK, List.of(FIRST), of(FIRST, Pods.unready(true))).due())
        .as("nobody told it to go")
        .isFalse();
  }

  @Test
  void aJobThatWasReplacedAndStandsYetIsToGo() {
    assertThat(view(STUCK, List.of(SECOND, FIRST)))
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(true, 1);
    assertThat(view(STUCK, List.of(SECOND)))
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(false, 1);
    assertThat(PoolViews.of(2, List.of(SECOND), List.of(), Optional.empty(), j -> null, STUCK))
        .as("of an earlier attempt")
        .extracting(PoolView::due, PoolView::replacement)
        .containsExactly(true, 0);
  }

  @Test
  void untilThenTheNodeIsToldWithWhatHappensNext() {
    Pod kept = leaving(of(FIRST, Pods.unready(true)));
    Waiting graced = waiting(GRACE_ENDS.minusSeconds(80), List.of(FIRST), kept);
    assertThat(graced.reason()).isEqualTo(ConditionReason.NODE_LOST);
    assertThat(graced.sentence())
        .isEqualTo(
            "node node-7 has not confirmed the end of pod p, which was to go by 2026-01-01T12:05:00Z; if it has not by 2026-01-01T12:06:00Z, another Job takes the place of its own");
    assertThat(graced.since()).isEqualTo(Instant.parse(Pods.SCHEDULED));
    assertThat(waiting(STUCK, List.of(FIRST), kept).sentence())
        .endsWith(
            "; another Job takes the place of its own, and what it does not finish is done again elsewhere");
  }

  @Test
  void whatItsReplacementWaitsForIsToldToo() {
    Pod kept = leaving(of(FIRST, Pods.unready(true)));
    Pod pending = of(SECOND, Pods.unscheduled("0/1 nodes are available"));
    for (Waiting w :
        List.of(
            waiting(STUCK, List.of(SECOND), kept),
            waiting(STUCK, List.of(SECOND), kept, pending))) {
      assertThat(w.reason()).isEqualTo(ConditionReason.NODE_LOST);
      assertThat(w.sentence())
          .startsWith("node node-7 has not confirmed the end of pod p")
          .contains("; Job gpu-1-1 has taken its place");
    }
    assertThat(waiting(STUCK, List.of(SECOND), kept, pending).sentence())
        .endsWith("; 0/1 nodes are available");
    PoolView refused =
        view(STUCK, List.of(FIRST), kept)
            .refused(Optional.of(new Waiting("WorkersRefused", "exceeded quota", STUCK)));
    assertThat(refused.waiting().orElseThrow().sentence()).endsWith("; exceeded quota");
  }

  @Test
  void aReplacementThatHasANodeIsJudgedByItself() {
    Pod kept = leaving(of(FIRST, Pods.unready(true)));
    Pod placed = of(SECOND, Pods.waiting("ErrImagePull", "not found"));
    assertThat(waiting(STUCK, List.of(SECOND), kept, placed).reason())
        .isEqualTo(ConditionReason.IMAGE_UNAVAILABLE);
    assertThat(view(STUCK, List.of(SECOND), kept, of(SECOND, Pods.running())).waiting()).isEmpty();
  }

  @Test
  void whatDrainsOnANodeThatAnswersIsNoLoss() {
    Pod draining = leaving(of(FIRST, Pods.unready(false)));
    assertThat(view(GRACE_ENDS, List.of(FIRST), draining).waiting()).isEmpty();
    Pod ended = leaving(of(FIRST, Pods.ended(77, "Error")));
    assertThat(view(STUCK, List.of(FIRST), ended).waiting()).isEmpty();
    Pod earlier =
        new PodBuilder(leaving(of(FIRST, Pods.unready(true))))
            .editMetadata()
            .addToLabels(Epoch.ATTEMPT, "0")
            .endMetadata()
            .build();
    assertThat(view(STUCK, List.of(FIRST), earlier).waiting()).as("an earlier attempt's").isEmpty();
  }

  private static Waiting waiting(Instant now, List<Job> jobs, Pod... pods) {
    return view(now, jobs, pods).waiting().orElseThrow();
  }

  private static PoolView view(Instant now, List<Job> jobs, Pod... pods) {
    return PoolViews.of(
        1, jobs, List.of(pods), Optional.empty(), job -> Optional.of("no quota"), now);
  }

  private static Pod leaving(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp(GRACE_ENDS.toString())
        .endMetadata()
        .editOrNewSpec()
        .withNodeName("node-7")
        .endSpec()
        .build();
  }

  private static Pod of(Job job, Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToLabels(job.getMetadata().getLabels())
        .addNewOwnerReference()
        .withUid(job.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static Job job(String name, int replacement) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-of-" + name)
        .withCreationTimestamp(Pods.CREATED)
        .addToLabels(Epoch.ATTEMPT, "1")
        .addToLabels(Epoch.REPLACEMENT, Integer.toString(replacement))
        .endMetadata()
        .withNewSpec()
        .withParallelism(1)
        .endSpec()
        .build();
  }
}
