package io.cohortrun.workflows.stats.quality;

/**
 * The threshold of a channel that gives a model the highest pooled Dice on the validation split:
 * for baselines that have none of their own. Tuned there, it is frozen before the test split.
 *
 * @param value probability, positive is above it: a whole number over 255
 * @param dice that it reaches there
 */
public record TunedThreshold(double value, double dice) {

  /**
   * Finds it; of equal ones the lowest.
   *
   * @param with [256] pixels that are positive in the target, by round(255 p)
   * @param without [256] the others
   */
  public static TunedThreshold of(long[] with, long[] without) {
    long positives = 0;
    long predicted = 0;
    for (int level = 0; level < with.length; level++) {
      positives += with[level];
      predicted += with[level] + without[level];
    }
    long both = positives;
    TunedThreshold best = new TunedThreshold(0, Double.NEGATIVE_INFINITY);
    for (int level = 0; level < with.length; level++) {
      both -= with[level];
      predicted -= with[level] + without[level];
      double dice = new PixelAgreement(0, predicted, positives, both, 0, 0).dice();
      best = dice > best.dice ? new TunedThreshold(level / 255.0, dice) : best;
    }
    return best;
  }
}
