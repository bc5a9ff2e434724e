package io.cohortrun.workers.clinical;

/** Scale of a clinical column. */
public enum ColumnKind {
  /** Identifies the patient. */
  ID,
  /** Two values; the second is the one that is asked about. */
  BINARY,
  /** Numbers. */
  CONTINUOUS,
  /** Ordered values. */
  ORDINAL,
  /** Unordered values. */
  CATEGORICAL,
  /** End, event or entry of follow-up. */
  FOLLOW_UP,
  /** Not used. */
  IGNORED
}
