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
 * @param givenDensity effect and p given the density of the channel; NaN where that is not defined;
 *     known of significant ones of other features, once {@link GivenDensity} was asked
 */
public record Association(
    Tested tested,
    double q,
    double rate,
    double bonferroni,
    double relevantQ,
    Optional<Boolean> stable,
    Optional<Tested.Conditional> givenDensity) {

  /** Usual rate of a family, and level of the tests beside. */
  public static final double LEVEL = 0.05;

  /** Whether it counts. */
  public boolean significant() {
    return q < rate;
  }

  /** Whether it is left given the background channels; empty where that is not known. */
  public Optional<Boolean> specific() {
    return isLeft(tested.conditional());
  }

  /** Whether it is left given the density of its channel; empty where that is not known. */
  public Optional<Boolean> beyondDensity() {
    return givenDensity.flatMap(this::isLeft);
  }

  private Optional<Boolean> isLeft(Tested.Conditional given) {
    return Double.isNaN(given.p())
        ? Optional.empty()
        : Optional.of(given.p() < LEVEL && tested.result().agrees(given.effect()));
  }

  Association with(Optional<Boolean> stable) {
    return new Association(tested, q, rate, bonferroni, relevantQ, stable, givenDensity);
  }

  Association with(Tested.Conditional givenDensity) {
    return new Association(
        tested, q, rate, bonferroni, relevantQ, stable, Optional.of(givenDensity));
  }
}
