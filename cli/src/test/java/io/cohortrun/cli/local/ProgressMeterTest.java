package io.cohortrun.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {

  private final ProgressMeter meter = new ProgressMeter();

  @Test
  void rowsThatEndedBeforeInferenceCountAsDoneAndNotAsRate() {
    // 10 rows, 4 ended in preflight; the memo moves only when a partition is over.
    meter.sample(told("Infer", 4, 10, 600), 10, 0, 0, Duration.ofMinutes(1));
    ProgressSample sample =
        meter.sample(told("Infer", 4, 10, 600), 10, 2, 200, Duration.ofMinutes(2));
    assertThat(sample.line())
        .isEqualTo("Infer 6/10 slides, 200/600 tiles, 120 slides/h, ETA 0:02:00");
  }

  @Test
  void whatOtherProcessesFinishedIsSeenAndNothingIsCountedTwice() {
    meter.sample(told("Infer", 0, 10, 600), 0, 0, 0, Duration.ZERO);
    assertThat(meter.sample(told("Infer", 7, 10, 600), 0, 3, 90, Duration.ofHours(1)).slides())
        .isEqualTo(7);
    assertThat(meter.sample(told("Infer", 7, 10, 600), 0, 9, 90, Duration.ofHours(1)).slides())
        .isEqualTo(9);
  }

  @Test
  void preflightCountsTheRowsThatWereLookedAt() {
    ProgressSample sample =
        meter.sample(told("Preflight", 1, 8, 40), 2, 0, 0, Duration.ofSeconds(10));
    assertThat(sample.line()).startsWith("Preflight 2/8 slides, ").doesNotContain("tiles");
  }

  @Test
  void linesComeAtEveryPhaseAndEveryTenSeconds() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ProgressAsLines lines =
        new ProgressAsLines(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
      for (int second = 0; second <= 25; second++) {
        lines.show(
            meter.sample(told("Infer", 0, 4, 40), 4, 1, 10, Duration.ofSeconds(100 + second)));
      }
      lines.show(meter.sample(told("Publish", 4, 4, 40), 4, 4, 40, Duration.ofSeconds(126)));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
        .containsExactly(
            "cohort: Infer 1/4 slides, 10/40 tiles, 0 slides/h, ETA 0:00:00",
            "cohort: Infer 1/4 slides, 10/40 tiles, 360 slides/h, ETA 0:00:30",
            "cohort: Infer 1/4 slides, 10/40 tiles, 180 slides/h, ETA 0:01:00",
            "cohort: Publish 4/4 slides");
  }

  private static RunProgress told(String phase, int slides, int total, long tiles) {
    return new RunProgress(phase, false, slides, total, 0, 0, tiles, 0, Usage.NONE);
  }
}
