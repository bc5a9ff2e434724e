package io.cohortrun.workers.synth;

/** Of two, with effects of their own and shared ones. */
public enum Population {
  A,
  B
}
