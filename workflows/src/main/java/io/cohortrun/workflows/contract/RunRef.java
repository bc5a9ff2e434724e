package io.cohortrun.workflows.contract;

/**
 * Names one attempt of one run and the place of its results.
 *
 * @param uid run id: the CohortRun's UID on a cluster, a digest of spec and manifest locally
 * @param attempt from 1; a raised {@code spec.retry} starts the next one
 * @param output absolute URI of the output store ({@code file:///...}, {@code s3://bucket/prefix})
 */
public record RunRef(String uid, int attempt, String output) {

  /** Key prefix of this attempt inside the output store, with a trailing slash. */
  public String prefix() {
    return "runs/" + uid + "/" + attempt + "/";
  }

  /** Workflow id of this attempt: fixed, so that starting twice is refused by Temporal. */
  public String workflowId() {
    return "cohortrun-" + uid + "-" + attempt;
  }
}
