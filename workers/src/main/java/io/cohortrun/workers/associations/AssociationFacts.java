package io.cohortrun.workers.associations;

import io.cohortrun.workflows.contract.AssociationSettings;

/**
 * What {@code run.json} says of the associations.
 *
 * @param settings with the digest of the clinical files
 * @param tests that were made
 * @param significant of them
 * @param notAnalysed why there are none at all, else empty
 */
public record AssociationFacts(
    AssociationSettings settings, int tests, int significant, String notAnalysed) {}
