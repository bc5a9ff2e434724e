/**
 * Who should be tested for a biomarker first: pure functions of arrays. Research use only: a score
 * from maps is no diagnosis.
 */
package io.cohortrun.workflows.stats.triage;
