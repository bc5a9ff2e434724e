package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.CohortInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a run fits its output. */
class PlanStepTest extends StepsCohort {

  @Test
  void aRunThatDoesNotFitIsRefusedBeforeAnyWork() throws Exception {
    freeze(1, List.of());
    preflight(1, 0, ROWS);

    assertThatThrownBy(
            () ->
                new PlanStep(uri -> Runs.BUNDLE, new FakeOutput(7_000), FakeForecast.INSTANCE)
                    .run(files(1)))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("7.81 KiB")
        .hasMessageContaining("6.84 KiB left");
    assertThat(store.get(layout(1).forecast())).isPresent();
    assertThat(store.get(layout(1).plan())).isEmpty();
  }

  @Test
  void aPreflightThatDoesNotFitPlansButIsNoLeaveToRun() throws Exception {
    PlanStep small = new PlanStep(uri -> Runs.BUNDLE, new FakeOutput(7_000), FakeForecast.INSTANCE);
    freeze().run(Runs.input(manifest, 1, List.of(), 0, CohortInput.Mode.Preflight), store);
    preflight(1, 0, ROWS);

    assertThat(small.run(files(1)).slides()).isEqualTo(2);
    freeze(1, List.of());

    assertThatThrownBy(() -> small.run(files(1))).isInstanceOf(RunRefused.class);
    assertThat(
            new PlanStep(uri -> Runs.BUNDLE, FakeOutput.ROOMY, FakeForecast.INSTANCE)
                .run(files(1))
                .slides())
        .isEqualTo(2);
  }
}
