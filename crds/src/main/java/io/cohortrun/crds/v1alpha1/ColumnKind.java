package io.cohortrun.crds.v1alpha1;

/** Scale of a clinical column. */
public enum ColumnKind {
  /** Identifies the patient. */
  Id,
  /** Two values. */
  Binary,
  /** Numbers. */
  Continuous,
  /** Ordered values. */
  Ordinal,
  /** Unordered values. */
  Categorical,
  /** Not used. */
  Ignore
}
