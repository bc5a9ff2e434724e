package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import java.util.List;

/** A thousand bytes and half a second per tile. */
enum FakeForecast implements Forecaster {
  INSTANCE;

  @Override
  public Figures forecast(CohortInput input, Bundle bundle, List<SlideInspection> runnable) {
    long tiles = runnable.stream().mapToLong(SlideInspection::tiles).sum();
    return new Figures(runnable.size(), tiles, tiles * 1000, tiles * 0.5, 2);
  }
}
