package io.cohortrun.crds.v1alpha1;

/** A reviewer's verdict. */
public enum Decision {
  /** Publish. */
  Approved,
  /** Do not publish. */
  Rejected
}
