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
    AnalysisSettings settings, int tests, int significant, String notAnalysed) {}
