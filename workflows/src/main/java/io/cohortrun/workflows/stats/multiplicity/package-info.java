/** Corrections for many tests, and tests against an interval of irrelevant effects. */
package io.cohortrun.workflows.stats.multiplicity;
