package io.cohortrun.workers.analyse;

/**
 * One number of an analysis.
 *
 * @param quantity what it is, by R's name
 * @param term of which covariate or group, empty for the whole
 * @param value NaN where it is not reached or not defined
 */
public record Quantity(String quantity, String term, double value) {}
