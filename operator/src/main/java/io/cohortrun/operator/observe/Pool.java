package io.cohortrun.operator.observe;

/** Workers of one kind; each run has one pool of each. */
public enum Pool {
  /** Freeze, preflight, merging, analysis, publication. */
  CPU,
  /** Inference. */
  GPU
}
