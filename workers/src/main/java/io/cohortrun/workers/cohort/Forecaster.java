package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import java.util.List;

/** Says before any work how much a run will write and how long it will take. Pure. */
@FunctionalInterface
public interface Forecaster {

  /**
   * Forecasts the rows that will be inferred.
   *
   * @param runnable their inspections
   */
  Figures forecast(CohortInput input, Bundle bundle, List<SlideInspection> runnable);

  /**
   * What to expect.
   *
   * @param slides to infer
   * @param tiles to infer
   * @param outputBytes largest total that the run will have written at any moment
   * @param workerSeconds work on one worker, in seconds
   * @param tilesPerSecond rate of one worker that this rests on
   */
  record Figures(
      int slides, long tiles, long outputBytes, double workerSeconds, double tilesPerSecond) {}
}
