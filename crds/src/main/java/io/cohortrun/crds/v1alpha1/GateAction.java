package io.cohortrun.crds.v1alpha1;

/** What a failed check does. */
public enum GateAction {
  /** The report says so on every page. */
  Mark,
  /** Nothing is published. */
  Stop
}
