package io.cohortrun.workflows.stats.quality;

/**
 * Agreement of pixels, of a tile or pooled over the tiles of a slide.
 *
 * @param pixels counted
 * @param predicted positive in the prediction
 * @param target positive in the target
 * @param both positive in both
 * @param probability sum of the predicted probabilities
 * @param softBoth sum of those where the target is positive
 */
public record PixelAgreement(
    long pixels, long predicted, long target, long both, double probability, double softBoth) {

  /** Of no tile. */
  public static final PixelAgreement NONE = new PixelAgreement(0, 0, 0, 0, 0, 0);

  /** Lets two empty masks agree; science.md 3.2. */
  private static final double EPSILON = 1e-5;

  /**
   * Of a tile.
   *
   * @param probability [n] round(255 p), unsigned
   * @param threshold positive is p above it
   * @param target [n]
   */
  public static PixelAgreement of(byte[] probability, double threshold, boolean[] target) {
    long predicted = 0;
    long positive = 0;
    long both = 0;
    long sum = 0;
    long softBoth = 0;
    for (int i = 0; i < target.length; i++) {
      int level = probability[i] & 0xFF;
      boolean above = level > 255 * threshold;
      predicted += above ? 1 : 0;
      sum += level;
      if (target[i]) {
        positive++;
        both += above ? 1 : 0;
        softBoth += level;
      }
    }
    return new PixelAgreement(
        target.length, predicted, positive, both, sum / 255.0, softBoth / 255.0);
  }

  /** Of both. */
  public PixelAgreement plus(PixelAgreement other) {
    return new PixelAgreement(
        pixels + other.pixels,
        predicted + other.predicted,
        target + other.target,
        both + other.both,
        probability + other.probability,
        softBoth + other.softBoth);
  }

  /** Of the masks; 1 where both are empty. */
  public double dice() {
    return (2 * both + EPSILON) / (predicted + target + EPSILON);
  }

  /** Of the probabilities. */
  public double softDice() {
    return (2 * softBoth + EPSILON) / (probability + target + EPSILON);
  }

  /** Intersection over union of the masks; 1 where both are empty. */
  public double iou() {
    return (both + EPSILON) / (predicted + target - both + EPSILON);
  }

  /** Share of pixels that are positive in the target. */
  public double prevalence() {
    return (double) target / pixels;
  }

  /** Dice of saying yes everywhere: what any Dice must be read against. */
  public double diceOfAlwaysPositive() {
    return 2 * prevalence() / (1 + prevalence());
  }
}
