package io.cohortrun.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.adapters.Trimmed;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.status.EarlierStatuses;
import io.cohortrun.operator.status.News;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole turns over runs of earlier releases: a spec that was stored by a kind without today's
 * defaults, a status that lacks any field.
 */
class EarlierRunsTest {

  private static final KubernetesSerialization READ = Trimmed.objects();

  private static final String REQUIRED =
      """
      "manifest": {"uri": "s3://b/m.csv"}, "model": {"bundle": "demo"},
      "output": {"uri": "s3://b/out"}
      """;

  /** Every block that may be there, with no more than its required fields. */
  private static final String BLOCKS =
      """
      "slides": {}, "validation": {"checks": [{"name": "Drift"}]}, "workers": {}, "budgets": {},
      "clinical": {"tables": ["s3://b/p.csv"], "columns": [{"name": "id", "kind": "Id"}],
                   "endpoints": [{"name": "OS", "time": "t", "event": "e"}]},
      "analyses": {"associations": {}, "survival": {}, "signature": {},
                   "concordance": {"run": "s3://b/other"}, "quality": {"pairs": "s3://b/q.csv"},
                   "triage": [{"attribute": "MSI"}]},
      "volumes": [{"claim": "c", "mountPath": "/data/c"}], "ceilings": {},
      "signOff": {"decision": "Approved", "approver": "jane"}
      """;

  private static TurnCase of(String... spec) {
    TurnCase one = new TurnCase() {};
    one.run.setSpec(
        READ.unmarshal("{\"spec\": {%s}}".formatted(String.join(", ", spec)), CohortRun.class)
            .getSpec());
    return one;
  }

  @Test
  void aSpecWithoutAnythingOptionalRunsByTheDefaultsOfTheSchema() {
    TurnCase one = of(REQUIRED);
    one.takes(2);
    one.progress("Infer");
    one.take();
    assertThat(one.run.getStatus().getState()).isEqualTo(State.Running);
    assertThat(one.pools).contains("CPU 1 worker@sha256:1", "GPU 1 worker@sha256:1");
    CohortInput input = one.engine.inputs.get(TurnCase.ID);
    assertThat(input.mode()).isEqualTo(CohortInput.Mode.Run);
    assertThat(input.settings().minTissueFraction()).isEqualTo(0.1);
    assertThat(input.outputs().profile()).isEqualTo("Summary");
    assertThat(input.budgets().infrastructure()).isEqualTo(10);
    assertThat(input.analyses().validation().onFailure()).isEqualTo("Mark");
  }

  @Test
  void blocksWithoutAnythingOptionalHaveTheDefaultsOfTheSchema() {
    TurnCase one = of(REQUIRED, BLOCKS);
    one.takes(2);
    CohortInput input = one.engine.inputs.get(TurnCase.ID);
    assertThat(input.analyses().smallCells()).isEqualTo(10);
    assertThat(input.analyses().associations().falseDiscoveryRate()).isEqualTo(0.05);
    assertThat(input.analyses().survival().endpoints()).containsExactly("OS");
    assertThat(input.analyses().signature().permutations()).isEqualTo(1000);
    assertThat(input.analyses().concordance().minPatients()).isEqualTo(10);
    assertThat(input.analyses().clinical().slideRule()).isEqualTo("DiagnosticFirst");
    assertThat(input.analyses().clinical().endpoints().getFirst().unit()).isEqualTo("Days");
    assertThat(one.run.getSpec().getVolumes().getFirst().getReadOnly()).isTrue();
  }

  @Test
  void aDecisionWithoutAnAttemptIsAboutTheFirst() {
    TurnCase one = of(REQUIRED, BLOCKS, "\"retry\": 1");
    one.takes(2);
    one.progress("SignOff");
    one.take();
    assertThat(one.engine.calls).contains("approved by jane");
    one.engine.workflows.put(TurnCase.ID, ended());
    one.takes(2);
    assertThat(one.engine.calls).contains("start cohortrun-u-2");
    one.engine.workflows.put(
        "cohortrun-u-2",
        new EngineView.Open(
            "run-1", new RunProgress("SignOff", false, 9, 9, 0, 90, 90, 0, Usage.NONE)));
    one.take();
    assertThat(one.run.getStatus().getState()).isEqualTo(State.AwaitingSignOff);
    assertThat(one.engine.calls).containsOnlyOnce("approved by jane");
  }

  @Test
  void anImageThatIsNotRecordedIsTheOneThatItGoesOnWith() {
    TurnCase one = of(REQUIRED);
    one.takes(2);
    one.run.getStatus().getFrozen().setCpuImage(null);
    one.image = "worker@sha256:2";
    one.take();
    one.image = "worker@sha256:3";
    one.take();
    assertThat(one.run.getStatus().getFrozen().getCpuImage()).isEqualTo("worker@sha256:2");
    assertThat(one.run.getStatus().getFrozen().getImage()).isEqualTo("worker@sha256:1");
  }

  static Stream<String> fields() {
    return EarlierStatuses.fields();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aStatusMayLackAnyField(String field) {
    List<Consumer<FakeEngine>> answers =
        List.of(
            engine -> engine.away = true,
            engine -> {}, // has no such workflow
            engine -> engine.workflows.put(TurnCase.ID, broken()),
            engine -> engine.workflows.put(TurnCase.ID, ended()));
    for (State state : List.of(State.Running, State.Suspended, State.Complete)) {
      for (int retry : List.of(0, 1)) {
        for (Consumer<FakeEngine> answer : answers) {
          TurnCase one = lacking(field, state);
          one.run.getSpec().setRetry(retry);
          answer.accept(one.engine);
          judge(one);
        }
        for (String phase : List.of("Infer", "SignOff")) {
          TurnCase one = lacking(field, state);
          one.run.getSpec().setRetry(retry);
          one.progress(phase);
          judge(one);
        }
      }
    }
  }

  private static TurnCase lacking(String field, State state) {
    TurnCase one = of(REQUIRED);
    one.run.setStatus(EarlierStatuses.without(field, state));
    return one;
  }

  private static void judge(TurnCase one) {
    CohortRunStatus before = one.run.getStatus();
    one.takes(3);
    CohortRunStatus after = one.run.getStatus();
    assertThat(after.getState()).isNotNull();
    assertThat(after.getWorkflowId() == null || after.getAttempt() != null).isTrue();
    assertThat(after.getConditions()).allMatch(c -> c.getType() != null && c.getStatus() != null);
    assertThat(News.between(before, after)).doesNotContainNull();
  }

  private static EngineView ended() {
    return new EngineView.Ended(
        "run-0",
        new CohortResult(CohortResult.State.Complete, 3, new TreeMap<>(), "abc"),
        Usage.NONE);
  }

  private static EngineView broken() {
    return new EngineView.Broken("run-0", "BadManifest", "row 3: no slide_id", Usage.NONE);
  }
}
