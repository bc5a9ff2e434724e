package io.cohortrun.workflows.contract;

/**
 * What a reviewer decided of a run that waits for it.
 *
 * @param approved whether it is published
 * @param approver name of the user who decided, as the API server authenticated it
 * @param comment in the reviewer's words; may be empty
 */
public record SignOff(boolean approved, String approver, String comment) {}
