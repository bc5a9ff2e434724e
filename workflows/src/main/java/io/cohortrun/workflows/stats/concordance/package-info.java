/**
 * How far two populations agree: activations, associations and their number, each beside what
 * chance, the levels of the channels or mere sample size would give.
 */
package io.cohortrun.workflows.stats.concordance;
