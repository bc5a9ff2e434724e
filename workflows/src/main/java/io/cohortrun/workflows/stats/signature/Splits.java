package io.cohortrun.workflows.stats.signature;

/**
 * How subjects are split for cross-fitting.
 *
 * @param folds at least 2; fewer are made of fewer sites
 * @param repeats of all folds, at least 1; risks are averaged over them
 */
public record Splits(int folds, int repeats) {

  /** Five repeats of five folds. */
  public static final Splits USUAL = new Splits(5, 5);
}
