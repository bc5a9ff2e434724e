package io.cohortrun.crds.v1alpha1;

/** Population level of a test. */
public enum Level {
  /** All types, stratified by type. */
  PanCancer,
  /** One cancer type. */
  Type,
  /** One OncoTree code. */
  Subtype
}
