package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.Progress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserveTest {

  /** The last tile was at 11:00, and a condition changed at 11:30. */
  @ParameterizedTest
  @CsvSource({
    "Infer, Stalled, False, false, 11:00",
    "Preflight, Stalled, False, false, 12:00",
    "Publish, Stalled, False, false, 12:00",
    "Infer, Suspended, True, false, 12:00",
    "Infer, Suspended, False, false, 11:30",
    "Infer, AwaitingSignOff, False, false, 11:30",
    "Infer, WorkersReady, False, true, 11:00",
    "Infer, WorkersReady, False, false, 12:00",
    "Infer, WorkersReady, True, false, 11:30",
  })
  void silenceBeginsWhereNothingElseExplainsIt(
      String phase, String type, String truth, boolean waits, String since) {
    CohortRunStatus status = new CohortRunStatus();
    status.setPhase(phase);
    status.setStartTime("2026-01-01T10:00:00Z");
    status.setProgress(new Progress());
    status.getProgress().setLastProgressTime("2026-01-01T11:00:00Z");
    Condition condition = new Condition();
    condition.setType(type);
    condition.setStatus(truth);
    condition.setLastTransitionTime("2026-01-01T11:30:00Z");
    status.setConditions(List.of(condition));
    assertThat(Observe.lastProgress(status, waits, Instant.parse("2026-01-01T12:00:00Z")))
        .isEqualTo(Instant.parse("2026-01-01T%s:00Z".formatted(since)));
  }
}
