package io.cohortrun.crds.v1alpha1;

/** What happens to results when the resource is deleted. */
public enum Retention {
  /** Results stay. */
  Keep,
  /** Results that no other run refers to may be collected; refused by this release. */
  Delete
}
