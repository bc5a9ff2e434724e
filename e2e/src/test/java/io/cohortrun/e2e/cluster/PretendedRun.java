package io.cohortrun.e2e.cluster;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.ValidationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A workflow that is pretended: how it goes follows from its run's {@link Fate} and the clock.
 *
 * @param workflow its id
 * @param begin when it was started
 * @param run name of its CohortRun
 */
record PretendedRun(String workflow, Instant begin, String run) {

  private static final int SLIDES = 100_000;
  private static final int FAILED = 17;
  private static final int FIRST_END_SECONDS = 30;
  private static final int ENDS_WITHIN_SECONDS = 60;

  /** Who tries again does so sooner than others end. */
  private static final int SOONER = 3;

  /** A line of the file of starts. */
  static PretendedRun parse(String line) {
    String[] words = line.split(" ", -1);
    return new PretendedRun(words[0], Instant.parse(words[1]), words[2]);
  }

  String line() {
    return "%s %s %s".formatted(workflow, begin, run);
  }

  Fate fate() {
    return Fate.of(run);
  }

  /** When it ends, or is lost; empty where it goes on for ever. */
  Optional<Instant> end() {
    boolean tried = fate() == Fate.RETRIED;
    if (!fate().ends() || (tried && !workflow.endsWith("-1"))) {
      return Optional.empty();
    }
    int seconds = FIRST_END_SECONDS + Math.floorMod(workflow.hashCode(), ENDS_WITHIN_SECONDS);
    return Optional.of(begin.plusSeconds(tried ? seconds / SOONER : seconds));
  }

  /**
   * As Temporal would describe it.
   *
   * @param held whether it was asked to hold
   */
  EngineView at(Instant now, boolean held) {
    return end().filter(end -> !end.isAfter(now)).isPresent() ? over() : open(now, held);
  }

  private EngineView open(Instant now, boolean held) {
    int done = (int) Duration.between(begin, now).toSeconds() * 10;
    return new EngineView.Open(
        runId(),
        new RunProgress(
            fate().phase(),
            held,
            done,
            SLIDES,
            done / 50,
            done * 900L,
            SLIDES * 900L,
            0,
            Usage.NONE));
  }

  private EngineView over() {
    return switch (fate()) {
      case LOST -> new EngineView.Absent();
      case FAILED, RETRIED ->
          new EngineView.Broken(
              runId(), ConditionReason.BAD_MANIFEST, "row 3: no slide_id", Usage.NONE);
      case FORECAST -> ended(Map.of(), null);
      case NOT_VALIDATED -> ended(ledger(), new ValidationResult(7, List.of("PermutedOutcomes")));
      default -> ended(ledger(), new ValidationResult(8, List.of()));
    };
  }

  private EngineView ended(Map<Outcome, Integer> ledger, ValidationResult validation) {
    return new EngineView.Ended(
        runId(),
        new CohortResult(
            CohortResult.State.valueOf(fate().state().name()),
            SLIDES,
            new TreeMap<>(ledger),
            new TreeMap<>(Map.of(Outcome.NotFound, 3)),
            "0".repeat(64),
            validation),
        Usage.NONE);
  }

  private static Map<Outcome, Integer> ledger() {
    return Map.of(Outcome.Succeeded, SLIDES - FAILED, Outcome.NotFound, FAILED);
  }

  private String runId() {
    return "run-" + workflow;
  }
}
