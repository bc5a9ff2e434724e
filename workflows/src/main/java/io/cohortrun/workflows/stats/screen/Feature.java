package io.cohortrun.workflows.stats.screen;

/**
 * A number per patient that comes from the slides.
 *
 * @param channel such as CD8, or the name of a column
 * @param kind such as density; features of one kind are one family
 * @param values [patients] NaN where unknown
 */
public record Feature(String channel, String kind, double[] values) {

  /** Kind of the features that are shares of positive pixels of a channel. */
  public static final String DENSITY = "density";

  /** Whether it is such a share. */
  public boolean isDensity() {
    return kind.equals(DENSITY);
  }
}
