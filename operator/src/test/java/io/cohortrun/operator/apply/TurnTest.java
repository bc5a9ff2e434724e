package io.cohortrun.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CeilingsSpec;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.Decision;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkerPools;
import io.cohortrun.operator.ports.WorkersRefused;
import io.cohortrun.operator.status.StatusBuilder;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole turns over fakes: what is written before what is done, and what a lost answer costs. */
class TurnTest {

  private static final String ID = "cohortrun-u-1";

  private final FakeEngine engine = new FakeEngine();
  private final List<String> pools = new ArrayList<>();
  private final List<CohortRunStatus> written = new ArrayList<>();
  private final CohortRun run = parse();
  private List<Pod> pods = List.of();
  private boolean paused;
  private boolean conflict;
  private String refusal;
  private Ceilings allowed = Ceilings.NONE;
  private String image = "worker@sha256:1";
  private final Turn turn =
      new Turn(
          namespace -> engine,
          new WorkerPools() {
            @Override
            public void scale(RunPlace place, Pool pool, int replicas, WorkerProfile profile)
                throws WorkersRefused {
              if (refusal != null) {
                throw new WorkersRefused(refusal, null);
              }
              pools.add("%s %d %s".formatted(pool, replicas, profile.image()));
            }

            @Override
            public void remove(RunPlace place, Pool pool) {
              pools.add("remove " + pool);
            }
          },
          profile -> Optional.empty(),
          (namespace, job) -> Optional.empty(),
          this::platform,
          Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC));

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
  void aTurnThatChangesNothingWritesNothing() {
    take();
    take();
    int before = written.size();
    take();
    assertThat(written).hasSize(before);
  }

  @Test
  void aHoldOfAllRunsReachesTheWorkflow() {
    take();
    paused = true;
    take();
    assertThat(engine.calls).contains("pause");
    assertThat(run.getStatus().getState()).isEqualTo(State.Suspended);
    assertThat(condition("Suspended").getReason()).isEqualTo("SuspendedByPlatform");
  }

  @Test
  void anEndIsWrittenWithItsResultAndLeavesNoPools() {
    take();
    engine.workflows.put(
        ID,
        new EngineView.Ended(
            "run-0",
            new CohortResult(CohortResult.State.Complete, 3, new TreeMap<>(), "abc"),
            Usage.NONE));
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Complete);
    assertThat(run.getStatus().getResult().getDigest()).isEqualTo("abc");
    assertThat(take()).isEmpty();
  }

  @Test
  void podsAreCountedThoughTheirJobIsGone() {
    run.getSpec().setCeilings(new CeilingsSpec());
    run.getSpec().getCeilings().setPods(3);
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
  void whatThePlatformAllowsHoldsARunThatSetsNoCeilingUntilItAllowsMore() {
    take();
    take();
    progress("Infer");
    allowed = Ceilings.of(1, null, null);
    pods = List.of(pod("a", "2026-01-01T12:00:01Z"));
    take();
    assertThat(condition("Suspended").getReason()).isEqualTo("CeilingReached");
    assertThat(condition("Suspended").getMessage()).contains("the platform allows");
    allowed = Ceilings.of(2, null, null);
    take();
    assertThat(run.getStatus().getState()).isEqualTo(State.Running);
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
  void aDecisionIsToldOnlyToTheAttemptThatItIsAbout() {
    take();
    take();
    progress("SignOff");
    SignOffSpec signOff = new SignOffSpec();
    signOff.setRequired(true);
    signOff.setDecision(Decision.Rejected);
    signOff.setApprover("jane");
    signOff.setAttempt(2);
    run.getSpec().setSignOff(signOff);
    take();
    assertThat(engine.calls).doesNotContain("rejected by jane");
    assertThat(run.getStatus().getState()).isEqualTo(State.AwaitingSignOff);
    assertThat(run.getStatus().getPendingReason()).contains("kubectl cohort approve");
    signOff.setAttempt(1);
    take();
    assertThat(engine.calls).contains("rejected by jane");
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
  void aPlaceThatIsRelativeIsRefusedByItsField() {
    run.getSpec().getManifest().setUri("manifest.csv");
    take();
    assertThat(engine.calls).isEmpty();
    assertThat(condition("Accepted").getReason()).isEqualTo("InvalidSpec");
    assertThat(condition("Accepted").getMessage())
        .startsWith("spec.manifest.uri: manifest.csv is relative");
  }

  private void progress(String phase) {
    engine.workflows.put(
        ID,
        new EngineView.Open("run-0", new RunProgress(phase, false, 1, 9, 0, 5, 90, 0, Usage.NONE)));
  }

  private List<?> take() {
    return turn
        .take(
            run,
            new ClusterView(List.of(), pods),
            (of, next) -> {
              if (conflict) {
                throw new IllegalStateException("conflict");
              }
              written.add(StatusBuilder.copy(next));
              run.setStatus(next);
              return run;
            })
        .stream()
        .toList();
  }

  private Condition condition(String type) {
    return run.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Platform platform() {
    WorkerProfile profile =
        new WorkerProfile(
            "default",
            image,
            new GpuRequest.None(),
            new PodTemplateSpecBuilder().withNewSpec().endSpec().build(),
            allowed);
    return new Platform(paused, "temporal:7233", Map.of("default", profile), Map.of(), Map.of());
  }

  private static CohortRun parse() {
    try {
      return new ObjectMapper()
          .readValue(
              """
              {"metadata": {"name": "gi", "namespace": "team", "uid": "u", "generation": 1},
               "spec": {
                 "manifest": {"uri": "s3://b/manifest.csv"},
                 "model": {"bundle": "demo", "precision": "fp32", "tiling": "published"},
                 "slides": {"resolution": "bundle", "maskProfile": "default",
                            "validPixels": "tissue", "minTissueFraction": 0.1,
                            "allowUpsample": false, "badTileBudget": 0.02},
                 "output": {"uri": "s3://b/out", "profile": "Summary"},
                 "workers": {"gpu": {"profile": "default", "replicas": 4},
                             "cpu": {"profile": "default", "replicas": 1}},
                 "budgets": {"infrastructure": 5, "slide": 2, "model": 3, "failureShare": 0.1},
                 "suspend": false, "retry": 0, "mode": "Run"}}
              """,
              CohortRun.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
