package io.cohortrun.workers.population;

import io.cohortrun.workflows.contract.AnalysisSettings;

/**
 * What {@code run.json} says of the analyses.
 *
 * @param settings with the digest of the clinical files
 * @param tests of association that were made
 * @param significant of them
 * @param notAnalysed why there are none at all, else empty
 */
public record AnalysisFacts(
    AnalysisSettings settings, int tests, int significant, String notAnalysed) {

  /** Of a run without associations, and why, or empty where nobody asked for them. */
  static AnalysisFacts without(AnalysisSettings settings, String why) {
    return new AnalysisFacts(settings, 0, 0, why);
  }
}
