package io.cohortrun.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.crds.v1alpha1.CeilingsSpec;
import io.cohortrun.crds.v1alpha1.Retention;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole turns over fakes: what is written before what is done, and what a lost answer costs. */
class TurnTest extends TurnCase {

  @Test
  void theIntentIsWrittenBeforeTheStartAndTheRunIdAfterIt() {
    take();
    assertThat(written).hasSize(2);
    assertThat(written.get(0).getWorkflowId()).isEqualTo(ID);
    assertThat(written.get(0).getRunId()).isNull();
    assertThat(written.get(1).getRunId()).isEqualTo("run-0");
    assertThat(engine.inputs.get(ID).bundleDigest()).isEmpty();
    assertThat(engine.inputs.get(ID).specDigest()).hasSize(64);
  }

  @Test
  void whoseStatusIsOldStartsNothing() {
    conflict = true;
    assertThatThrownBy(this::take).hasMessage("conflict");
    assertThat(engine.calls).isEmpty();
  }

  @Test
  void aStartWhoseAnswerIsLostIsAdoptedAndNotRepeated() {
    engine.answerIsLost = true;
    take();
    assertThat(run.getStatus().getRunId()).isNull();
    take();
    assertThat(run.getStatus().getRunId()).isEqualTo("run-0");
    assertThat(engine.calls).containsExactly("start " + ID);
  }

  @Test
  void whileTemporalIsAwayNothingStartsAndTheConditionSaysSo() {
    engine.away = true;
    take();
    assertThat(engine.calls).isEmpty();
    assertThat(condition("Running").getReason()).isEqualTo("TemporalUnavailable");
    engine.away = false;
    take();
    assertThat(engine.calls).containsExactly("start " + ID);
  }

  @Test
  void poolsFollowThePhaseAndKeepTheImageThatTheRunBeganWith() {
    take();
    image = "worker@sha256:2";
    take();
    assertThat(pools).containsExactly("CPU 1 worker@sha256:1");
    pools.clear();
    progress("Infer");
    take();
    assertThat(pools).contains("GPU 4 worker@sha256:1");
  }

  @Test
  void aJobThatIsRefusedIsSaidInItsWordsAndAskedForAgain() {
    take();
    refusal = "failed calling webhook";
    take();
    take();
    assertThat(condition("WorkersReady").getReason()).isEqualTo("WorkersRefused");
    assertThat(condition("WorkersReady").getMessage()).isEqualTo("failed calling webhook");
    assertThat(run.getStatus().getPendingReason()).isEqualTo("failed calling webhook");
    assertThat(pools).isEmpty();
    refusal = null;
    take();
    take();
    assertThat(pools).containsOnly("CPU 1 worker@sha256:1");
    assertThat(condition("WorkersReady").getReason()).isEqualTo("PodsPending");
  }

  @Test
  void aRefusalIsForgottenOnceItsRunIsDeletedWhileOpen() {
    take();
    refusal = "failed calling webhook";
    takes(2);
    turn.forgetAllBut(Set.of("u"));
    take();
    assertThat(condition("WorkersReady").getReason()).isEqualTo("WorkersRefused");
    refusal = null;
    turn.forgetAllBut(Set.of("another"));
    take();
    assertThat(condition("WorkersReady").getReason()).isEqualTo("PodsPending");
  }

  @Test
  void aTurnThatChangesNothingWritesNothing() {
    take();
    take();
    int before = written.size();
    take();
    assertThat(written).hasSize(before);
  }

  @Test
  void anEndIsWrittenWithItsResultAndLeavesNoPools() {
    take();
    ends(CohortResult.State.Complete);
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Complete);
    assertThat(run.getStatus().getResult().getDigest()).isEqualTo("abc");
    assertThat(take()).isEmpty();
  }

  @Test
  void whatIsNotToStayIsDeletedItsTimeAfterItsEnd() {
    run.getSpec().setTtlSecondsAfterFinished(60);
    take();
    take();
    now = now.plusSeconds(600);
    take();
    ends(CohortResult.State.Complete);
    assertThat(take()).as("its own status is no event").isNotEmpty();
    now = now.plusSeconds(59);
    assertThat(take()).as("it looks again").isNotEmpty();
    assertThat(removed).isEmpty();
    now = now.plusSeconds(1);
    take();
    assertThat(removed).containsExactly("gi");
  }

  @Test
  void whatFailedStaysForAsLongAsIsAskedOfFailures() {
    run.getSpec().setTtlSecondsAfterFinished(60);
    run.getSpec().setTtlSecondsAfterFailed(600);
    takes(2);
    engine.workflows.put(
        ID, new EngineView.Broken("run-0", "BadManifest", "row 3: no slide_id", Usage.NONE));
    take();
    now = now.plusSeconds(599);
    take();
    assertThat(removed).isEmpty();
    now = now.plusSeconds(1);
    take();
    assertThat(removed).containsExactly("gi");
  }

  @Test
  void aForecastStaysForWhoMakesItARun() {
    run.getSpec().setTtlSecondsAfterFinished(60);
    takes(2);
    ends(CohortResult.State.Preflighted);
    take();
    now = now.plusSeconds(600);
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Preflighted);
    assertThat(removed).isEmpty();
  }

  @Test
  void podsAreCountedThoughTheirJobIsGone() {
    run.getSpec().setCeilings(new CeilingsSpec());
    run.getSpec().getCeilings().setPods(7); // two that were, and five that are needed
    take();
    take();
    progress("Infer");
    pods = List.of(pod("a", "2026-01-01T12:00:01Z"), pod("b", "2026-01-01T12:00:01Z"));
    take();
    pods = List.of();
    take();
    assertThat(run.getStatus().getPods().getCreated()).isEqualTo(2);
    assertThat(run.getStatus().getState()).isEqualTo(State.Running);
    pods = List.of(pod("c", "2026-01-01T12:00:02Z"));
    take();
    pods = List.of();
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Suspended);
    assertThat(condition("Suspended").getReason()).isEqualTo("CeilingReached");
  }

  @Test
  void aCardIsCountedWhicheverPoolHoldsIt() {
    gpu = new GpuRequest.Extended("nvidia.com/gpu", 2);
    takes(2);
    progress("Preflight");
    Pod placed = pod("a", now.toString());
    placed.getMetadata().getLabels().put("cohortrun.io/pool", "cpu");
    PodCondition since = new PodCondition();
    since.setType("PodScheduled");
    since.setStatus("True");
    since.setLastTransitionTime(now.toString());
    placed.getStatus().setConditions(List.of(since));
    pods = List.of(placed);
    now = now.plusSeconds(60);
    take();
    assertThat(run.getStatus().getGpuSeconds().getHeld()).isEqualTo(120);
  }

  @Test
  void whatThePlatformAllowsHoldsARunThatSetsNoCeilingUntilItAllowsMore() {
    take();
    take();
    progress("Infer");
    allowed = Ceilings.of(1, null, null);
    pods = List.of(pod("a", "2026-01-01T12:00:01Z"));
    take();
    assertThat(condition("Suspended").getReason()).isEqualTo("CeilingReached");
    assertThat(condition("Suspended").getMessage()).contains("the platform allows");
    allowed = Ceilings.of(6, null, null); // five more are needed
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Running);
  }

  @Test
  void aJobWhosePodItsNodeKeepsIsReplacedWithinItsAttempt() {
    takes(2);
    progress("Infer");
    Pod kept =
        new PodBuilder(pod("a", "2026-01-01T12:00:00Z"))
            .editMetadata()
            .withName("gpu-0")
            .withDeletionTimestamp("2026-01-01T12:10:00Z")
            .addNewOwnerReference()
            .withUid("job")
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-7")
            .endSpec()
            .build();
    pods = List.of(kept);
    jobs =
        List.of(
            new JobBuilder()
                .withNewMetadata()
                .withUid("job")
                .withLabels(kept.getMetadata().getLabels())
                .endMetadata()
                .withNewSpec()
                .withParallelism(4)
                .endSpec()
                .build());
    pools.clear();
    now = Instant.parse("2026-01-01T12:10:59Z");
    take();
    assertThat(pools).as("its node may say so yet").noneMatch(scaled -> scaled.startsWith("GPU"));
    now = Instant.parse("2026-01-01T12:11:00Z");
    take();
    assertThat(pools).contains("GPU 4 worker@sha256:1 by Job 1-1");
    assertThat(condition("Stalled").getReason()).isEqualTo("NodeLost");
    assertThat(run.getStatus().getPendingReason()).contains("node-7", "gpu-0");
  }

  private static Pod pod(String uid, String created) {
    return new PodBuilder()
        .withNewMetadata()
        .withUid(uid)
        .withCreationTimestamp(created)
        .addToLabels("cohortrun.io/pool", "gpu")
        .addToLabels("cohortrun.io/epoch", "1")
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  @Test
  void aProfileThatThePlatformLacksIsSaidWithThoseItHas() {
    run.getSpec().getWorkers().getGpu().setProfile("h100");
    take();
    assertThat(engine.calls).isEmpty();
    assertThat(condition("Accepted").getReason()).isEqualTo("UnknownProfile");
    assertThat(condition("Accepted").getMessage())
        .isEqualTo(
            "spec.workers.gpu.profile: the platform has no worker profile h100, only default");
  }

  @Test
  void aBundleThatThePlatformDoesNotListIsRunByNobodyUntilItDoes() {
    bundles = Set.of("a".repeat(64));
    take();
    assertThat(condition("Accepted").getReason()).isEqualTo("BundleNotListed");
    assertThat(condition("Accepted").getMessage())
        .startsWith("spec.model.digest: worker profile default runs only bundles")
        .contains("this run names none");
    run.getSpec().getModel().setDigest("b".repeat(64));
    take();
    assertThat(condition("Accepted").getMessage()).contains("b".repeat(64) + " is not among them");
    assertThat(engine.calls).isEmpty();
    bundles = Set.of("a".repeat(64), "b".repeat(64));
    take();
    assertThat(condition("Accepted").getStatus()).isEqualTo("True");
    assertThat(engine.inputs.get(ID).bundleDigest()).isEqualTo("b".repeat(64));
  }

  @Test
  void whoAsksForResultsToGoIsToldThatNothingWouldTakeThem() {
    run.getSpec().setRetention(Retention.Delete);
    take();
    assertThat(engine.calls).isEmpty();
    assertThat(condition("Accepted").getReason()).isEqualTo("InvalidSpec");
    assertThat(condition("Accepted").getMessage()).startsWith("spec.retention: nothing");
  }

  @Test
  void whatAnEarlierReleaseBeganGoesOnThoughItsResultsWereToGo() {
    takes(2);
    run.getSpec().setRetention(Retention.Delete);
    progress("Infer");
    take();
    assertThat(condition("Accepted").getStatus()).isEqualTo("True");
    assertThat(pools).anyMatch(scaled -> scaled.startsWith("GPU"));
  }

  @Test
  void aPlaceThatIsRelativeIsRefusedByItsField() {
    run.getSpec().getManifest().setUri("manifest.csv");
    take();
    assertThat(engine.calls).isEmpty();
    assertThat(condition("Accepted").getReason()).isEqualTo("InvalidSpec");
    assertThat(condition("Accepted").getMessage())
        .startsWith("spec.manifest.uri: manifest.csv is relative");
  }

  private void ends(CohortResult.State state) {
    engine.workflows.put(
        ID,
        new EngineView.Ended(
            "run-0", new CohortResult(state, 3, new TreeMap<>(), "abc"), Usage.NONE));
  }
}
