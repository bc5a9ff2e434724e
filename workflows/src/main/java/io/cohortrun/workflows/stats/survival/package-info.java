/**
 * Survival analysis on arrays: Kaplan-Meier, log-rank, Cox, proportional hazards, concordance.
 * Agrees with R's survival package; no storage, no workflow.
 */
package io.cohortrun.workflows.stats.survival;
