package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workers that die with a slide in flight, with and without a word why. */
class PoisonSlideTest {

  @Test
  void theThirdDeathMakesItRunAloneTheFourthSetsItAsideAndTheShardIsRefunded() {
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 1, 3),
            (in, row) -> row == 1 ? new Fault.Die("w" + in.tryNumber()) : Fault.SUCCEED)) {
      // Four losses would be far above this budget, were they the workers' fault.
      CohortWorkflow run =
          harness.start(harness.input(CohortInput.Mode.Run, 4, new Budgets(2, 0, 0, 0.1)));
      for (int i = 1; i <= 4; i++) {
        run.workerLost(new WorkerLost("w" + i, "OOMKilled"));
      }
      assertThat(harness.result(run).ledger())
          .isEqualTo(Map.of(Outcome.Succeeded, 2, Outcome.Infrastructure, 1));
      assertThat(harness.shards.tries)
          .extracting(ShardInput::onlyRow)
          .containsExactly(-1, -1, -1, 1, -1);
      assertThat(harness.shards.tries.getLast().setAsideRows()).containsExactly(1);
    }
  }

  @Test
  void anInnocentSuspectSucceedsAloneAndTheShardGoesOn() {
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 1, 3),
            (in, row) -> row == 0 && in.tryNumber() <= 3 ? new Fault.Die("w") : Fault.SUCCEED)) {
      CohortWorkflow run =
          harness.start(harness.input(CohortInput.Mode.Run, 4, new Budgets(3, 0, 0, 0.1)));
      run.workerLost(new WorkerLost("w", "Error"));
      assertThat(harness.result(run).ledger()).isEqualTo(Map.of(Outcome.Succeeded, 3));
      assertThat(harness.shards.tries)
          .extracting(ShardInput::onlyRow)
          .containsExactly(-1, -1, -1, 0, -1);
    }
  }

  /** One death under a budget of none: what it is charged to shows in the ledger. */
  private static CohortResult afterOneDeath(Fault death, String word) {
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 1, 1), (in, row) -> in.tryNumber() == 1 ? death : Fault.SUCCEED)) {
      CohortWorkflow run =
          harness.start(harness.input(CohortInput.Mode.Run, 4, new Budgets(0, 0, 0, 0.1)));
      if (word != null) {
        run.workerLost(new WorkerLost("w", "for another worker"));
        Harness.until(() -> !harness.shards.tries.isEmpty());
        run.workerLost(new WorkerLost("w", word));
      }
      CohortResult result = harness.result(run);
      assertThat(harness.shards.tries).hasSize(2);
      assertThat(harness.shards.tries.getLast().shortOfMemory(0))
          .as("what the row's outcome may say")
          .isEqualTo("OOMKilled".equals(word));
      return result;
    }
  }

  @Test
  void aPreemptedOrEvictedWorkerChargesNothing() {
    for (String word : List.of("Preempted", "Evicted")) {
      assertThat(afterOneDeath(new Fault.Die("w"), word).ledger())
          .as(word)
          .isEqualTo(Map.of(Outcome.Succeeded, 1));
    }
  }

  @Test
  void aLostNodeAnOutOfMemoryKillAndSilenceAreInfrastructure() {
    for (String word : new String[] {"NodeLost", "OOMKilled", null}) {
      assertThat(afterOneDeath(new Fault.Die("w"), word).ledger())
          .as(word)
          .isEqualTo(Map.of(Outcome.Infrastructure, 1));
    }
  }

  @Test
  void aDeathBeforeTheFirstHeartbeatIsInfrastructureToo() {
    assertThat(afterOneDeath(new Fault.DieUnseen(), null).ledger())
        .isEqualTo(Map.of(Outcome.Infrastructure, 1));
  }
}
