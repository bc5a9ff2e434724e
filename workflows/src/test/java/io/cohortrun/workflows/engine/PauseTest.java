package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Nothing new starts, what runs leaves a checkpoint, and no budget is charged for it. */
class PauseTest {

  private static final Budgets NONE = new Budgets(0, 0, 0, 0.1);

  // In these tests nothing ends while it is cancelled: the in-process server does not bear that.

  @Test
  void triesInFlightStopAtTheirCheckpointAndAllGoesOnAfterResume() {
    CountDownLatch never = new CountDownLatch(1);
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 3, 1),
            (in, row) -> in.tryNumber() == 1 && row < 2 ? new Fault.Hold(never) : Fault.SUCCEED)) {
      CohortInput input = harness.input(CohortInput.Mode.Run, 2, NONE);
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.shards.inFlight.get() == 2);
      run.pause();
      Harness.until(() -> harness.shards.inFlight.get() == 0);
      Harness.until(() -> harness.memo(input.run().workflowId()).paused());
      String partition = PartitionInput.workflowId(input.run(), 0);
      Harness.until(() -> harness.memo(partition).paused());
      assertThat(harness.shards.tries).hasSize(2);

      run.resume();
      assertThat(harness.result(run).ledger()).isEqualTo(Map.of(Outcome.Succeeded, 3));
      assertThat(harness.shards.tries).hasSize(5);
      assertThat(harness.memo(input.run().workflowId()).paused()).isFalse();
    }
  }

  @Test
  void aPausedPreflightStartsNoFurtherStepUntilResumed() {
    CountDownLatch gate = new CountDownLatch(1);
    try (Harness harness = new Harness(FakeStore.of(1, 10, 8), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put("preflight", FakeCohort.holds(gate));
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.cohort.calls.size() == 5); // freeze, and a window of 4
      run.pause();
      Harness.until(() -> harness.memo(input.run().workflowId()).paused());
      gate.countDown();
      Harness.until(() -> harness.memo(input.run().workflowId()).tilesTotal() == 320);
      assertThat(harness.cohort.calls).hasSize(5);

      run.resume();
      assertThat(harness.result(run).rows()).isEqualTo(80);
    }
  }

  @Test
  void aPausedRunNeitherPlansNorPublishes() {
    CountDownLatch gate = new CountDownLatch(1);
    try (Harness harness = new Harness(FakeStore.of(1, 1, 8), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put("preflight", FakeCohort.holds(gate));
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.cohort.calls.size() == 2);
      run.pause();
      Harness.until(() -> harness.memo(input.run().workflowId()).paused());
      gate.countDown();
      Harness.until(() -> harness.memo(input.run().workflowId()).tilesTotal() == 80);
      assertThat(harness.cohort.calls).containsExactly("freeze", "preflight");

      run.resume();
      assertThat(harness.result(run).rows()).isEqualTo(8);
    }
  }

  @Test
  void aPauseReachesAPartitionThatGoesOnInANewHistory() {
    CountDownLatch gate = new CountDownLatch(1);
    ContinueRule often =
        info -> info.getHistoryLength() > 40 && info.getWorkflowType().startsWith("Partition");
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 40, 1),
            (in, row) -> row == 39 ? new Fault.Hold(gate) : Fault.SUCCEED,
            often)) {
      CohortInput input = harness.input(CohortInput.Mode.Run, 1, NONE);
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> !harness.shards.tries(0, 39).isEmpty());
      String partition = PartitionInput.workflowId(input.run(), 0);
      assertThat(ContinueAsNewTest.continued(harness, partition)).isTrue();
      run.pause();
      Harness.until(() -> harness.memo(partition).paused());
      Harness.until(() -> harness.shards.inFlight.get() == 0);
      gate.countDown();
      run.resume();
      assertThat(harness.result(run).ledger()).isEqualTo(Map.of(Outcome.Succeeded, 40));
      assertThat(harness.shards.tries(0, 39)).hasSize(2);
    }
  }
}
