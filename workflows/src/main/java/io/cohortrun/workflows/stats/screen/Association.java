package io.cohortrun.workflows.stats.screen;

import java.util.Optional;

/**
 * A test with what its family makes of it.
 *
 * @param q of Benjamini and Hochberg
 * @param bonferroni m p
 * @param relevantQ q of the effect being more than irrelevant; NaN where that is not defined
 */
public record Association(Tested tested, double q, double bonferroni, double relevantQ) {

  /** False-discovery rate of a family. */
  public static final double LEVEL = 0.05;

  /** Whether it counts. */
  public boolean significant() {
    return q < LEVEL;
  }

  /** Whether it is left given the background channels; empty where that is not known. */
  public Optional<Boolean> specific() {
    double p = tested.conditional().p();
    return Double.isNaN(p)
        ? Optional.empty()
        : Optional.of(p < LEVEL && tested.result().agrees(tested.conditional().effect()));
  }
}
