package io.cohortrun.workflows.stats.screen;

/**
 * Density of pixels that are positive in one channel or another.
 *
 * @param a the earlier channel
 * @param b the later one
 * @param values [patients] 0..1, NaN where unknown
 */
public record Pair(String a, String b, double[] values) {

  /** Kind of a pair as a feature: a family of its own. */
  public static final String KIND = "or_density";

  /** Both channels, as in the table of associations. */
  public String name() {
    return a + "|" + b;
  }

  /** As a feature to be tested. */
  public Feature feature() {
    return new Feature(name(), KIND, values);
  }
}
