package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** n failures pass, the next one ends it: for each of the three budgets. */
class BudgetsTest {

  /** Row 1 fails so in its first {@code times} tries. */
  private static BiFunction<ShardInput, Integer, Fault> failing(int times, Fault fault) {
    return (in, row) -> row == 1 && in.tryNumber() <= times ? fault : Fault.SUCCEED;
  }

  private static Harness harness(int times, Fault fault) {
    return new Harness(FakeStore.of(1, 2, 3), failing(times, fault));
  }

  private static CohortResult run(Harness harness, Budgets budgets) {
    return harness.run(harness.input(CohortInput.Mode.Run, 4, budgets));
  }

  @Test
  void asManyLossesAsTheInfrastructureBudgetPass() {
    try (Harness harness = harness(2, new Fault.Fail(ShardFailure.INFRASTRUCTURE, "store away"))) {
      assertThat(run(harness, new Budgets(2, 0, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 6));
      assertThat(harness.shards.tries(0, 0)).hasSize(3);
      assertThat(harness.shards.tries(0, 1)).hasSize(1);
    }
  }

  @Test
  void oneMoreLossSetsTheRestOfItsShardAsideAndNoOther() {
    try (Harness harness = harness(3, new Fault.Fail(ShardFailure.INFRASTRUCTURE, "store away"))) {
      CohortResult result = run(harness, new Budgets(2, 0, 0, 0.1));
      assertThat(result.ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 4, Outcome.Infrastructure, 2));
      assertThat(harness.shards.tries(0, 0)).hasSize(4);
      assertThat(harness.shards.tries(0, 0).getLast().setAsideRows())
          .containsExactly(ShardInput.ALL_ROWS);
    }
  }

  @Test
  void aShardThatNotEvenTheLastTryCouldSettleIsLeftToThePartitionsLastStep() {
    BiFunction<ShardInput, Integer, Fault> never =
        (in, row) -> new Fault.Fail("whatever", "never heard of");
    try (Harness harness = new Harness(FakeStore.of(1, 1, 2), never)) {
      harness.shards.failSetAside = true;
      assertThat(run(harness, new Budgets(0, 0, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Infrastructure, 2));
      assertThat(harness.shards.tries).hasSize(2);
    }
  }

  @Test
  void asManyFailuresAsTheSlideBudgetPass() {
    try (Harness harness = harness(2, new Fault.LeaveOpen(Outcome.DecodeCrash))) {
      assertThat(run(harness, new Budgets(0, 2, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 6));
      assertThat(harness.shards.tries(0, 0).getLast().settleRows()).containsExactly(1);
    }
  }

  @Test
  void oneMoreFailureMakesTheSlidesCodeFinal() {
    try (Harness harness = harness(3, new Fault.LeaveOpen(Outcome.DecodeHang))) {
      assertThat(run(harness, new Budgets(0, 2, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 5, Outcome.DecodeHang, 1));
      assertThat(harness.shards.tries(0, 0)).hasSize(3);
    }
  }

  @Test
  void aSlideOnWhichTheProgramFailsIsSetAsideAlone() {
    try (Harness harness = harness(99, new Fault.LeaveOpen(Outcome.Infrastructure))) {
      assertThat(run(harness, new Budgets(1, 0, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 5, Outcome.Infrastructure, 1));
      assertThat(harness.shards.tries(0, 0))
          .extracting(ShardInput::setAsideRows)
          .containsExactly(List.of(), List.of(), List.of(1));
    }
  }

  @Test
  void aShardWithMoreFailingSlidesThanAReceiptNamesIsSettledInTheEnd() {
    BiFunction<ShardInput, Integer, Fault> all =
        (in, row) -> new Fault.LeaveOpen(Outcome.DecodeCrash);
    try (Harness harness = new Harness(FakeStore.of(1, 1, 100), all)) {
      assertThat(run(harness, new Budgets(0, 1, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.DecodeCrash, 100));
      assertThat(harness.shards.tries).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void asManyRefusalsAsTheModelBudgetPass() {
    try (Harness harness = harness(2, new Fault.Fail(ShardFailure.MODEL, "drifted"))) {
      assertThat(run(harness, new Budgets(0, 0, 2, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 6));
    }
  }

  @Test
  void oneMoreRefusalFailsTheRunAndSaysWhy() {
    try (Harness harness = harness(99, new Fault.Fail(ShardFailure.MODEL, "the golden pair"))) {
      Throwable thrown = catchThrowable(() -> run(harness, new Budgets(9, 9, 1, 0.1)));
      ApplicationFailure said = (ApplicationFailure) thrown.getCause();
      assertThat(said.getType()).isEqualTo(ShardFailure.MODEL);
      assertThat(said.getOriginalMessage())
          .contains("refused the model 2 times")
          .endsWith("because: the golden pair");
      assertThat(harness.cohort.calls).noneMatch(c -> c.startsWith("publish"));
    }
  }

  @Test
  void aDrainedWorkerChargesNothing() {
    try (Harness harness = harness(3, new Fault.Fail(ShardFailure.DRAINED, "stopping"))) {
      assertThat(run(harness, new Budgets(0, 0, 0, 0.1)).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 6));
    }
  }
}
