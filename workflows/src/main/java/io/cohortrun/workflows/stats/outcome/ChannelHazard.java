package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.screen.Level;

/**
 * The hazard of one standard deviation of a channel's feature, or why there is none.
 *
 * @param model {@code univariable} or {@code adjusted}
 * @param n patients of the model
 * @param events of them
 * @param hr hazard ratio
 * @param lower of its 95 % interval
 * @param upper of it
 * @param p two-sided, Wald's
 * @param concordance Harrell's, of the whole model, within its strata
 * @param zphP of the channel's hazard being proportional
 * @param reason why it was not fitted, else empty; then the numbers are NaN
 */
public record ChannelHazard(
    Level level,
    String stratum,
    String endpoint,
    String channel,
    String feature,
    String model,
    int n,
    int events,
    double hr,
    double lower,
    double upper,
    double p,
    double concordance,
    double zphP,
    String reason) {}
