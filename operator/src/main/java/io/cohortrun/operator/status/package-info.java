/** The status of a run, put together from a decision and what the status said before. */
package io.cohortrun.operator.status;
