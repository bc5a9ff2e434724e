package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories that end before they are too long, and what the next one knows. */
class ContinueAsNewTest {

  private static ContinueRule after(int events, String type) {
    return info -> info.getHistoryLength() > events && info.getWorkflowType().startsWith(type);
  }

  /** Whether the newest execution with that id goes on from an earlier one. */
  static boolean continued(Harness harness, String workflowId) {
    return !harness
        .history(workflowId)
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }

  @Test
  void aLongPreflightGoesOnWhereItWas() {
    try (Harness harness =
        new Harness(FakeStore.of(1, 40, 8), (in, row) -> Fault.SUCCEED, after(30, "Cohort"))) {
      CohortInput input = harness.input();
      assertThat(harness.run(input).rows()).isEqualTo(320);
      assertThat(harness.cohort.calls.stream().filter("freeze"::equals)).hasSize(1);
      assertThat(harness.cohort.calls.stream().filter("preflight"::equals)).hasSize(40);
      assertThat(harness.cohort.calls.stream().filter("plan"::equals)).hasSize(1);
      assertThat(continued(harness, input.run().workflowId())).isTrue();
    }
  }

  @Test
  void manyPartitionsAreInferredOnceOverSeveralHistories() {
    try (Harness harness =
        new Harness(FakeStore.of(12, 2, 1), (in, row) -> Fault.SUCCEED, after(40, "Cohort"))) {
      CohortInput input = harness.input();
      CohortResult result = harness.run(input);
      assertThat(result.ledger()).isEqualTo(Map.of(Outcome.Succeeded, 24));
      assertThat(harness.shards.tries).hasSize(24);
      assertThat(harness.cohort.calls.stream().filter(c -> c.startsWith("finish"))).hasSize(12);
      assertThat(continued(harness, input.run().workflowId())).isTrue();
      assertThat(harness.memo(input.run().workflowId()).tiles()).isEqualTo(240);
    }
  }

  @Test
  void aPartitionCarriesWhatItsShardsAreChargedWith() {
    // Row 0 fails whenever it is tried; the histories end after every few tries.
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 20, 1),
            (in, row) -> row == 0 ? new Fault.LeaveOpen(Outcome.DecodeCrash) : Fault.SUCCEED,
            after(16, "Partition"))) {
      CohortInput input = harness.input(CohortInput.Mode.Run, 2, new Budgets(0, 6, 0, 0.1));
      CohortResult result = harness.run(input);
      assertThat(result.ledger()).isEqualTo(Map.of(Outcome.Succeeded, 19, Outcome.DecodeCrash, 1));
      assertThat(harness.shards.tries(0, 0)).hasSize(7);
      assertThat(harness.shards.tries(0, 0).getLast().tryNumber()).isEqualTo(7);
      String partition = PartitionInput.workflowId(input.run(), 0);
      assertThat(continued(harness, partition)).isTrue();
      assertThat(harness.memo(partition).slides()).isEqualTo(20);
    }
  }

  @Test
  void signalsBeforeTheFirstTaskAndBetweenHistoriesAreHeard() {
    try (Harness harness =
        new Harness(FakeStore.of(8, 2, 1), (in, row) -> Fault.SUCCEED, after(20, "Cohort"))) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.stub(input);
      WorkflowStub.fromTyped(run).signalWithStart("pause", new Object[0], new Object[] {input});
      Harness.until(
          () -> {
            var memo = harness.memo(input.run().workflowId());
            return memo != null && memo.paused();
          });
      // It freezes, and holds there.
      assertThat(harness.shards.tries).isEmpty();
      for (int i = 0; i < 10; i++) {
        run.pause();
        run.resume();
      }
      assertThat(harness.result(run).ledger()).isEqualTo(Map.of(Outcome.Succeeded, 16));
      assertThat(continued(harness, input.run().workflowId())).isTrue();
    }
  }

  @Test
  void aRetryCarriesItsAttemptAndItsChoiceThroughEveryHistory() {
    try (Harness harness =
        new Harness(FakeStore.of(6, 2, 1), (in, row) -> Fault.SUCCEED, after(25, "Cohort"))) {
      CohortInput input =
          harness
              .attempt(2)
              .retrying(List.of(Outcome.DecodeHang, Outcome.Infrastructure), List.of("S1"));
      harness.run(input);
      assertThat(input.run().workflowId()).endsWith("-2");
      assertThat(continued(harness, input.run().workflowId())).isTrue();
      assertThat(harness.cohort.inputs.getFirst().retryRows())
          .containsExactly(Outcome.DecodeHang, Outcome.Infrastructure);
      assertThat(harness.cohort.inputs.getFirst().retrySlides()).containsExactly("S1");
      assertThat(harness.shards.tries).allMatch(t -> t.run().attempt() == 2);
    }
  }
}
