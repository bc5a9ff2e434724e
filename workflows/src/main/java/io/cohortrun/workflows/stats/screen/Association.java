package io.cohortrun.workflows.stats.screen;

import java.util.Optional;

/**
 * A test with what its family makes of it.
 *
 * @param q of Benjamini and Hochberg
 * @param rate of false discoveries at which an association counts
 * @param bonferroni m p
 * @param relevantQ q of the effect being more than irrelevant; NaN where that is not defined
 * @param stable whether p stays below 0.05 and the effect its side whichever site is left out;
 *     known of significant ones where there are two sites, once {@link Stability} was asked
 */
public record Association(
    Tested tested,
    double q,
    double rate,
    double bonferroni,
    double relevantQ,
    Optional<Boolean> stable) {

  /** Usual rate of a family, and level of the tests beside. */
  public static final double LEVEL = 0.05;

  /** Whether it counts. */
  public boolean significant() {
    return q < rate;
  }

  /** Whether it is left given the background channels; empty where that is not known. */
  public Optional<Boolean> specific() {
    double p = tested.conditional().p();
    return Double.isNaN(p)
        ? Optional.empty()
        : Optional.of(p < LEVEL && tested.result().agrees(tested.conditional().effect()));
  }

  Association with(Optional<Boolean> stable) {
    return new Association(tested, q, rate, bonferroni, relevantQ, stable);
  }
}
