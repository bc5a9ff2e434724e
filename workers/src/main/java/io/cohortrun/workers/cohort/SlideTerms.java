package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workflows.contract.SlideSettings;

/**
 * What is the same for every slide of a run.
 *
 * @param bundleDigest sha256, hex
 */
public record SlideTerms(Bundle bundle, String bundleDigest, SlideSettings settings) {}
