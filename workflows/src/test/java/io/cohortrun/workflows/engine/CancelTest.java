package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A cancelled run ends with a ledger of every row, if it has rows at all. */
class CancelTest {

  private final CountDownLatch never = new CountDownLatch(1);

  private static void cancel(CohortWorkflow run) {
    WorkflowStub.fromTyped(run).cancel();
  }

  /** The ledger of a run that closes as cancelled. */
  private static Map<Outcome, Integer> ledger(Harness harness, CohortWorkflow run) {
    assertThatThrownBy(() -> harness.result(run)).hasCauseInstanceOf(CanceledFailure.class);
    return harness.store.ledger();
  }

  @Test
  void whatWasDoneStaysAndTheRestIsCancelled() {
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 4, 1), (in, row) -> row < 2 ? Fault.SUCCEED : new Fault.Hold(never))) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      String partition = PartitionInput.workflowId(input.run(), 0);
      Harness.until(() -> harness.memo(partition).slides() == 2);
      Harness.until(() -> harness.shards.inFlight.get() == 2);
      cancel(run);
      assertThat(ledger(harness, run))
          .isEqualTo(Map.of(Outcome.Succeeded, 2, Outcome.Cancelled, 2));
      assertThat(harness.cohort.calls).endsWith("publish true");
      assertThat(harness.shards.inFlight).hasValue(0);
    }
  }

  @Test
  void aPausedRunCanBeCancelled() {
    try (Harness harness = new Harness(FakeStore.of(2, 2, 1), (in, row) -> new Fault.Hold(never))) {
      CohortWorkflow run = harness.start(harness.input());
      Harness.until(() -> harness.shards.inFlight.get() == 4);
      run.pause();
      Harness.until(() -> harness.shards.inFlight.get() == 0);
      cancel(run);
      assertThat(ledger(harness, run)).isEqualTo(Map.of(Outcome.Cancelled, 4));
    }
  }

  @Test
  void aCancelReachesAPartitionThatGoesOnInANewHistory() {
    ContinueRule often =
        info -> info.getHistoryLength() > 30 && info.getWorkflowType().startsWith("Partition");
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 30, 1),
            (in, row) -> row < 29 ? Fault.SUCCEED : new Fault.Hold(never),
            often)) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      String partition = PartitionInput.workflowId(input.run(), 0);
      Harness.until(() -> harness.memo(partition).slides() == 29);
      Harness.until(() -> harness.shards.tries.size() == 30);
      assertThat(ContinueAsNewTest.continued(harness, partition)).isTrue();
      cancel(run);
      assertThat(ledger(harness, run))
          .isEqualTo(Map.of(Outcome.Succeeded, 29, Outcome.Cancelled, 1));
    }
  }

  @Test
  void duringPreflightEveryRowIsCancelled() {
    try (Harness harness = new Harness(FakeStore.of(1, 3, 1), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put("preflight", FakeCohort.holds(never));
      CohortWorkflow run = harness.start(harness.input());
      Harness.until(() -> harness.cohort.calls.contains("preflight"));
      cancel(run);
      assertThat(ledger(harness, run)).isEqualTo(Map.of(Outcome.Cancelled, 3));
      assertThat(harness.cohort.calls).containsExactly("freeze", "preflight", "publish true");
    }
  }

  @Test
  void beforeTheFreezeThereAreNoRowsAndNoLedger() {
    try (Harness harness = new Harness(FakeStore.of(1, 3, 1), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put("freeze", FakeCohort.holds(never));
      CohortWorkflow run = harness.start(harness.input());
      Harness.until(() -> harness.cohort.calls.contains("freeze"));
      cancel(run);
      assertThatThrownBy(() -> harness.result(run)).hasCauseInstanceOf(CanceledFailure.class);
      assertThat(harness.cohort.calls).containsExactly("freeze");
    }
  }

  @Test
  void aCancelledPreflightPublishesNothingThatWouldPassForARun() {
    try (Harness harness = new Harness(FakeStore.of(1, 3, 1), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put("preflight", FakeCohort.holds(never));
      CohortWorkflow run =
          harness.start(harness.input(CohortInput.Mode.Preflight, 4, Harness.BUDGETS));
      Harness.until(() -> harness.cohort.calls.contains("preflight"));
      cancel(run);
      assertThatThrownBy(() -> harness.result(run)).hasCauseInstanceOf(CanceledFailure.class);
      assertThat(harness.cohort.calls).containsExactly("freeze", "preflight");
    }
  }
}
