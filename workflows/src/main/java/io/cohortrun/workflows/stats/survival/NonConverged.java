package io.cohortrun.workflows.stats.survival;

import java.util.List;

/** A model that has no maximum, or none that can be found. */
public final class NonConverged extends Exception {

  private static final long serialVersionUID = 1L;

  private final int covariate;

  NonConverged(String why, int covariate) {
    super(why);
    this.covariate = covariate;
  }

  /** The same, with the covariate's name in front. */
  public NonConverged named(List<String> names) {
    return covariate < 0
        ? this
        : new NonConverged("covariate " + names.get(covariate) + ": " + getMessage(), covariate);
  }

  /** Index of the covariate to blame, or -1. */
  public int covariate() {
    return covariate;
  }
}
