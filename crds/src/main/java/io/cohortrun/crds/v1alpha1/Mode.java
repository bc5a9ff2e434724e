package io.cohortrun.crds.v1alpha1;

/** Where a run stops. */
public enum Mode {
  /** After the forecast. */
  Preflight,
  /** After publication. */
  Run
}
