/**
 * The steps of a run that need no GPU, one class each: freeze, preflight, plan, finish a partition,
 * publish. Each finds its finished output in the store and then does nothing. Temporal is known to
 * {@link io.cohortrun.workers.cohort.CohortSteps} only.
 */
package io.cohortrun.workers.cohort;
