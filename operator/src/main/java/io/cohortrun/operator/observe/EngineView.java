package io.cohortrun.operator.observe;

import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import java.util.List;
import java.util.Optional;

/** The attempt's workflow, as Temporal describes it. */
public sealed interface EngineView {

  /** What the workflow took, as far as it is known to say. */
  default Usage taken() {
    return switch (this) {
      case Open open -> open.progress().usage();
      case Ended ended -> ended.usage();
      case Broken broken -> broken.usage();
      case Away away -> Usage.NONE;
      case Absent absent -> Usage.NONE;
    };
  }

  /** What it goes on with, or went on with; empty before it is known. */
  default Optional<FrozenManifest> frozen() {
    return Optional.empty();
  }

  /**
   * Temporal does not answer, or lacks the namespace: nothing can be said of the workflow.
   *
   * @param sentence why, and what to look at
   */
  record Away(String sentence) implements EngineView {}

  /** Temporal answers, and has no such workflow. */
  record Absent() implements EngineView {}

  /**
   * It runs.
   *
   * @param firstRunId run id of the first execution; the same over continue-as-new
   * @param progress from its memo
   * @param devices that failed under its workers
   * @param frozen from its memo
   */
  record Open(
      String firstRunId,
      RunProgress progress,
      List<FaultyDevice> devices,
      Optional<FrozenManifest> frozen)
      implements EngineView {

    /** Of a run of which no more is known. */
    public Open(String firstRunId, RunProgress progress) {
      this(firstRunId, progress, List.of(), Optional.empty());
    }
  }

  /**
   * It ended with a result.
   *
   * @param firstRunId as of {@link Open}
   * @param usage what it took
   * @param frozen as of {@link Open}: a memo outlives its workflow
   */
  record Ended(String firstRunId, CohortResult result, Usage usage, Optional<FrozenManifest> frozen)
      implements EngineView {

    /** Of a run of which no more is known. */
    public Ended(String firstRunId, CohortResult result, Usage usage) {
      this(firstRunId, result, usage, Optional.empty());
    }
  }

  /**
   * It ended without one: failed, timed out, or terminated from outside.
   *
   * @param firstRunId as of {@link Open}
   * @param reason {@code Cancelled} where somebody asked for it, else the failure's type
   * @param sentence the failure's own words
   * @param usage what it took, as far as it could still say
   * @param frozen as of {@link Ended}
   */
  record Broken(
      String firstRunId,
      String reason,
      String sentence,
      Usage usage,
      Optional<FrozenManifest> frozen)
      implements EngineView {

    /** Of a run of which no more is known. */
    public Broken(String firstRunId, String reason, String sentence, Usage usage) {
      this(firstRunId, reason, sentence, usage, Optional.empty());
    }
  }
}
