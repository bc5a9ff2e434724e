package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.validate.Check;
import io.cohortrun.workflows.validate.Finding;
import io.cohortrun.workflows.validate.Validation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks before publication; of these results nobody recorded the golden pair. */
class ValidatedStepsTest extends StepsCohort {

  private void begin(String onFailure) throws Exception {
    AnalysisSettings settings =
        new AnalysisSettings(
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            10,
            new AnalysisSettings.Validation(onFailure, List.of()));
    freeze().run(Runs.input(manifest, 1, List.of()).with(settings), store);
  }

  private Validation written() throws IOException {
    return Json.MAPPER.readValue(store.get(layout(1).validation()).orElseThrow(), Validation.class);
  }

  @Test
  void aMarkedRunIsPublishedAndSaysWhatFailed() throws Exception {
    begin("Mark");
    CohortResult result = runAll(1, List.of());
    assertThat(result.state()).isEqualTo(CohortResult.State.OverBudget);
    assertThat(result.validation().failed()).containsExactly("GoldenPairs");
    assertThat(record(1).validation()).isEqualTo(written());
    assertThat(record(1).files()).containsKey("validation.json");
    assertThat(written().checks()).extracting(Finding::name).containsExactly(Check.values());
    assertThat(written().checks().getFirst().sentence())
        .isEqualTo("All 9 slides of the manifest have an outcome.");
    assertThat(runAll(1, List.of())).isEqualTo(result);
  }

  @Test
  void aStoppedRunHasNoRunJsonAndTheSameEndAgain() throws Exception {
    begin("Stop");
    CohortResult result = runAll(1, List.of());
    assertThat(result.state()).isEqualTo(CohortResult.State.NotValidated);
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.ledger().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
    assertThat(result.digest())
        .isEqualTo(Sha256.of(store.get(layout(1).validation()).orElseThrow()));
    assertThat(store.get(layout(1).runJson())).isEmpty();
    assertThat(publish(1, false)).isEqualTo(result);
  }

  @Test
  void aRowThatNoWorkerCouldFinishIsMissingInTheLedger() throws Exception {
    begin("Mark");
    results.lost.add(0);
    freeze(1, List.of());
    preflight(1, 0, ROWS);
    publish(1, false);
    assertThat(written().checks().getFirst().result()).isEqualTo(Finding.Result.Failed);
  }

  @Test
  void aCancelledRunIsNotValidated() throws Exception {
    begin("Stop");
    preflight(1, 0, ROWS);
    CohortResult result = publish(1, true);
    assertThat(result.state()).isEqualTo(CohortResult.State.Cancelled);
    assertThat(result.validation()).isNull();
    assertThat(store.get(layout(1).validation())).isEmpty();
  }
}
