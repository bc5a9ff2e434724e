/** Survival of a population by channel and by group: hazards, curves, and tests of the groups. */
package io.cohortrun.workflows.stats.outcome;
