package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Inputs of runs as the steps see them. */
final class Runs {

  static final Bundle BUNDLE = at(0.5);

  static final SlideSettings SETTINGS =
      new SlideSettings(
          "default", "published", "fp32", "tissue", 0.10, false, 0.05, new TreeMap<>());

  static final SlideKeyMaker KEYS = new SlideKeyMaker("1", "2.7.1");

  private Runs() {}

  /** The bundle, made for so many um/px. */
  static Bundle at(double mpp) {
    return new Bundle(
        "demo",
        "1",
        "torchscript",
        "drawn",
        mpp,
        512,
        256,
        List.of(0.5, 0.5, 0.5),
        List.of(0.2, 0.2, 0.2),
        List.of(
            new Bundle.Channel("DAPI", "nuclear", 0.5, 0x0000ff),
            new Bundle.Channel("CD3", "marker", 0.5, 0x00ff00),
            new Bundle.Channel("TRITC", "background", 0.5, 0xff0000)),
        new Bundle.Tolerances(1e-4, 0.03, 0.02),
        new TreeMap<>(),
        "Apache-2.0",
        "demonstration",
        true);
  }

  static RunRef run(int attempt) {
    return new RunRef("test", attempt, "memory:");
  }

  static CohortInput input(Path manifest, int attempt, List<Outcome> retry) {
    return input(manifest, attempt, retry, 0, CohortInput.Mode.Run);
  }

  static CohortInput input(
      Path manifest, int attempt, List<Outcome> retry, long quota, CohortInput.Mode mode) {
    return input(manifest, attempt, retry, quota, mode, SETTINGS);
  }

  /** Insists on the resolution of the paper's sentence. */
  static CohortInput literal(Path manifest) {
    SlideSettings settings =
        new SlideSettings(
            "paper-literal",
            "default",
            "published",
            "fp32",
            "tissue",
            0.10,
            false,
            0.05,
            new TreeMap<>());
    return input(manifest, 1, List.of(), 0, CohortInput.Mode.Run, settings);
  }

  private static CohortInput input(
      Path manifest,
      int attempt,
      List<Outcome> retry,
      long quota,
      CohortInput.Mode mode,
      SlideSettings settings) {
    return new CohortInput(
        CohortInput.VERSION,
        run(attempt),
        "test",
        manifest.toUri().toString(),
        "demo",
        "b0",
        "s0",
        mode,
        settings,
        new OutputSettings("Summary", List.of(), quota),
        new Budgets(5, 2, 3, 0.1),
        new Pacing(
            "cpu",
            "gpu",
            2,
            2,
            Duration.ofSeconds(30),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            10),
        retry);
  }
}
