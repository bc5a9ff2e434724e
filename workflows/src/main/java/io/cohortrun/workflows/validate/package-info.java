/**
 * Whether a run may be believed: named checks with thresholds over what the run left, each passed,
 * failed, or not applicable, and why. Pure.
 */
package io.cohortrun.workflows.validate;
