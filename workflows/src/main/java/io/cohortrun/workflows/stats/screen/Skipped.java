package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Eligibility;

/** Tests that were not made, by reason. */
public record Skipped(
    Level level, String stratum, String attribute, Eligibility reason, int tests) {}
