/**
 * Clinical, molecular and follow-up tables as people have them: what each column means, one row per
 * patient, and a report of everything that did not fit. Nobody is dropped silently.
 */
package io.cohortrun.workers.clinical;
