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

/** Why workers do not run, out of what a cluster says. */
class PoolViewsTest {

  private static final Optional<String> GPU = Optional.of("nvidia.com/gpu");
  private static final Instant NOW = Instant.parse("2026-01-01T12:10:00Z");

  @Test
  void aPoolHasTheSizeOfItsJobAndTheWorkersThatAreReady() {
    PoolView view = view(List.of(job(4)), Pods.running(), Pods.unscheduled("0/1 nodes"));
    assertThat(view.wanted()).isEqualTo(4);
    assertThat(view.ready()).isEqualTo(1);
    assertThat(PoolViews.of(1, List.of(), List.of(), GPU, job -> Optional.empty(), NOW))
        .isEqualTo(PoolView.EMPTY);
  }

  @Test
  void whatIsOnItsWayOutCountsNoMore() {
    Job job =
        new JobBuilder(job(4))
            .editMetadata()
            .withDeletionTimestamp(Pods.CREATED)
            .endMetadata()
            .build();
    Pod pod =
        new PodBuilder(Pods.running())
            .editMetadata()
            .withDeletionTimestamp(Pods.CREATED)
            .endMetadata()
            .build();
    assertThat(view(List.of(job), pod))
        .as("what comes after it has a name of its own")
        .isEqualTo(new PoolView(0, 0, 1, false, Optional.empty()));
  }

  /** Its workers took the run for ended; it makes no other, and the run goes on. */
  @Test
  void aJobWhoseWorkersHaveAllEndedGivesWayToAnother() {
    Job job =
        new JobBuilder(job(4))
            .withNewStatus()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    assertThat(view(List.of(job))).isEqualTo(new PoolView(4, 0, 1, true, Optional.empty()));
  }

  @Test
  void theLackOfTheVeryResourceIsToldApartFromOtherReasonsToPend() {
    assertThat(waiting(Pods.unscheduled("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.")))
        .satisfies(
            w -> {
              assertThat(w.reason()).isEqualTo(ConditionReason.NO_GPU_CAPACITY);
              assertThat(w.sentence()).contains("nvidia.com/gpu").contains("0/1 nodes");
              assertThat(w.since()).isEqualTo(Instant.parse(Pods.CREATED));
            });
    assertThat(
            waiting(Pods.unscheduled("0/1 nodes are available: 1 Insufficient memory.")).reason())
        .isEqualTo(ConditionReason.PODS_PENDING);
  }

  @Test
  void aClaimThatDoesNotExistIsNoLackOfCapacity() {
    assertThat(waiting(Pods.unscheduled("persistentvolumeclaim \"slides\" not found")))
        .extracting(Waiting::reason, Waiting::sentence)
        .containsExactly(
            ConditionReason.MOUNT_UNAVAILABLE, "persistentvolumeclaim \"slides\" not found");
  }

  @Test
  void anImageThatCannotBePulledIsNamed() {
    for (String reason : List.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull")) {
      Waiting w = waiting(Pods.waiting(reason, "not found"));
      assertThat(w.reason()).isEqualTo(ConditionReason.IMAGE_UNAVAILABLE);
      assertThat(w.sentence()).contains("registry/worker:1").contains("not found");
      assertThat(w.since()).isEqualTo(Instant.parse(Pods.SCHEDULED));
    }
  }

  @Test
  void aSecretThatDoesNotExistIsAMountThatDoesNot() {
    assertThat(waiting(Pods.waiting("CreateContainerConfigError", "secret \"s3\" not found")))
        .extracting(Waiting::reason)
        .isEqualTo(ConditionReason.MOUNT_UNAVAILABLE);
  }

  @Test
  void aPodWhoseVolumesAreNotMountedIsToldFromOneThatStarts() {
    Waiting w = waiting(Pods.unprepared());
    assertThat(w.reason()).isEqualTo(ConditionReason.VOLUMES_PENDING);
    assertThat(w.sentence()).contains("node-7").contains("pod p");
    assertThat(w.since()).isEqualTo(Instant.parse(Pods.SCHEDULED));
  }

  @Test
  void aPodThatIsBeingStartedIsPending() {
    assertThat(waiting(Pods.waiting("ContainerCreating", null)).reason())
        .isEqualTo(ConditionReason.PODS_PENDING);
  }

  @Test
  void aWorkerOfANodeThatNoLongerAnswersIsNoWorker() {
    Pod silent = Pods.unready(true);
    assertThat(view(List.of(job(1)), silent).ready()).isZero();
    assertThat(waiting(silent).reason()).isEqualTo(ConditionReason.NODE_LOST);
    assertThat(waiting(silent).sentence()).contains("node-7");
    assertThat(view(List.of(job(1)), Pods.unready(false)).waiting())
        .as("its own container is not ready: its node answers")
        .isEmpty();
  }

  @Test
  void aJobThatItsQueueHoldsHasNoPodsToSayWhy() {
    Job held =
        new JobBuilder(job(4))
            .editMetadata()
            .withName("study-gpu-1")
            .withCreationTimestamp(Pods.CREATED)
            .addToLabels("kueue.x-k8s.io/queue-name", "gpus")
            .endMetadata()
            .editSpec()
            .withSuspend(true)
            .endSpec()
            .build();
    assertThat(view(List.of(held)).waiting())
        .hasValueSatisfying(
            w -> {
              assertThat(w.reason()).isEqualTo(ConditionReason.QUEUED);
              assertThat(w.sentence()).isEqualTo("Job study-gpu-1 waits in queue gpus: no quota");
              assertThat(w.since()).isEqualTo(Instant.parse(Pods.CREATED));
            });
  }

  @Test
  void aJobThatItsQueueTookBackWaitsFromThenOn() {
    Job evicted =
        new JobBuilder(job(4))
            .editMetadata()
            .withCreationTimestamp(Pods.CREATED)
            .addToLabels("kueue.x-k8s.io/queue-name", "gpus")
            .endMetadata()
            .editSpec()
            .withSuspend(true)
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Suspended")
            .withStatus("True")
            .withLastTransitionTime(Pods.SCHEDULED)
            .endCondition()
            .endStatus()
            .build();
    assertThat(view(List.of(evicted)).waiting())
        .hasValueSatisfying(w -> assertThat(w.since()).isEqualTo(Instant.parse(Pods.SCHEDULED)));
  }

  @Test
  void workersThatSeeNoGpuAreToldUntilOneOfThemRunsOn() {
    Pod first = Pods.blind("2026-01-01T12:02:00Z");
    Pod second = Pods.blind("2026-01-01T12:03:00Z");
    Waiting w =
        view(List.of(job(1)), second, Pods.waiting("ContainerCreating", null), first)
            .waiting()
            .orElseThrow();
    assertThat(w.reason()).isEqualTo(ConditionReason.GPU_NOT_VISIBLE);
    assertThat(w.sentence()).isEqualTo("a GPU was promised, and none is seen");
    assertThat(w.since()).isEqualTo(Instant.parse("2026-01-01T12:02:00Z"));
    assertThat(view(List.of(job(1)), first, Pods.since("2026-01-01T12:09:45Z")).waiting())
        .as("it has just begun, as the others did")
        .isPresent();
    assertThat(view(List.of(job(1)), first, Pods.since("2026-01-01T12:09:30Z")).waiting())
        .isEmpty();
    assertThat(view(List.of(job(1)), first, Pods.since("2026-01-01T12:01:30Z")).waiting())
        .as("another worker of the pool, that began before")
        .isPresent();
  }

  @Test
  void workersThatFailAgainAndAgainAreToldInTheWordsOfTheLast() {
    Pod first = Pods.failed("2026-01-01T12:01:00Z", 3, "the store is away");
    Pod second = Pods.failed("2026-01-01T12:02:00Z", 3, null);
    Pod third =
        Pods.failed(
            "2026-01-01T12:03:00Z", 3, "slide-7 of patient-3\ncohort: the bundle is gone\n");
    Waiting w = view(List.of(job(1)), third, first, second).waiting().orElseThrow();
    assertThat(w.reason()).isEqualTo(ConditionReason.WORKERS_FAILING);
    assertThat(w.since()).isEqualTo(Instant.parse("2026-01-01T12:01:00Z"));
    assertThat(w.sentence())
        .startsWith("3 workers ended soon after they began")
        .contains("exit status 1 (Error)")
        .endsWith("the bundle is gone")
        .doesNotContain("patient");
    assertThat(view(List.of(job(1)), first, second).waiting()).as("twice").isEmpty();
    assertThat(
            view(List.of(job(1)), first, second, third, Pods.since("2026-01-01T12:05:00Z"))
                .waiting())
        .as("one runs on")
        .isEmpty();
  }

  @Test
  void whatALogSaysIsNotRepeatedWhereItIsNotOurs() {
    Pod[] pods = {
      Pods.failed("2026-01-01T12:01:00Z", 3, null),
      Pods.failed("2026-01-01T12:02:00Z", 3, null),
      Pods.failed("2026-01-01T12:03:00Z", 3, "slides/patient-3.svs: Killed")
    };
    assertThat(view(List.of(job(1)), pods).waiting().orElseThrow().sentence())
        .endsWith("'kubectl logs p' says why");
  }

  @Test
  void aWorkerThatWorkedForAWhileEndsTheRowOfFailures() {
    Pod before = Pods.failed("2026-01-01T12:01:00Z", 3, null);
    Pod worked = Pods.failed("2026-01-01T12:07:00Z", 300, null);
    Pod after = Pods.failed("2026-01-01T12:08:00Z", 3, null);
    Pod last = Pods.failed("2026-01-01T12:09:00Z", 3, null);
    assertThat(view(List.of(job(1)), before, worked, after, last).waiting()).isEmpty();
    assertThat(view(List.of(job(1)), before, after, last).waiting()).isPresent();
  }

  private static Waiting waiting(Pod pod) {
    return view(List.of(job(1)), pod).waiting().orElseThrow();
  }

  private static PoolView view(List<Job> jobs, Pod... pods) {
    return PoolViews.of(1, jobs, List.of(pods), GPU, job -> Optional.of("no quota"), NOW);
  }

  private static Job job(int parallelism) {
    return new JobBuilder()
        .withNewMetadata()
        .addToLabels(Epoch.ATTEMPT, "1")
        .endMetadata()
        .withNewSpec()
        .withParallelism(parallelism)
        .endSpec()
        .build();
  }
}
