package io.cohortrun.crds.v1alpha1;

/** Scale of a clinical column, or what it says of the patient. */
public enum ColumnKind {
  /** Identifies the patient. */
  Id,
  /** Cancer type; of OncoTree codes where the column's name begins with {@code oncotree}. */
  Type,
  /** Subtype within the type. */
  Subtype,
  /** Where the patient was treated. */
  Site,
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
