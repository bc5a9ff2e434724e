package io.cohortrun.workflows.engine;

import static io.cohortrun.workflows.contract.Outcome.Succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CohortWorkflowTest {

  @Test
  void everySlideIsInferredOnceAndTheResultIsPublished() {
    try (Harness harness = new Harness(FakeStore.of(3, 5, 4), (in, row) -> Fault.SUCCEED)) {
      CohortResult result = harness.run(harness.input());

      assertThat(result.state()).isEqualTo(CohortResult.State.Complete);
      assertThat(result.ledger()).isEqualTo(Map.of(Succeeded, 60));
      assertThat(harness.shards.tries).hasSize(15).allMatch(t -> t.tryNumber() == 1);
      assertThat(harness.shards.mostInFlight).hasValueLessThanOrEqualTo(4);
      assertThat(harness.cohort.calls)
          .startsWith("freeze", "preflight")
          .endsWith("publish false")
          .contains("finish 0", "finish 1", "finish 2")
          .hasSize(1 + 8 + 1 + 3 + 1);
    }
  }

  @Test
  void preflightStopsAfterThePlan() {
    try (Harness harness = new Harness(FakeStore.of(1, 2, 2), (in, row) -> Fault.SUCCEED)) {
      CohortResult result =
          harness.run(harness.input(CohortInput.Mode.Preflight, 4, Harness.BUDGETS));

      assertThat(result.state()).isEqualTo(CohortResult.State.Preflighted);
      assertThat(harness.cohort.calls).containsExactly("freeze", "preflight", "plan");
      assertThat(harness.shards.tries).isEmpty();
    }
  }
}
