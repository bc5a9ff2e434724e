package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.FollowUp;
import java.util.Arrays;
import java.util.Random;

/**
 * How much better one cross-fitted risk orders the same subjects than another: the gain in
 * concordance within types, with a paired bootstrap over subjects. A draw is n times {@link
 * Random#nextInt(int)}, whose algorithm Java's documentation fixes, so that others can draw the
 * same.
 *
 * @param gain C of the first less C of the second
 * @param lower 2.5 % of the draws lie below
 * @param upper 2.5 % of the draws lie above
 * @param p two-sided, of no gain: twice the smaller share of draws on one side of 0, the observed
 *     cohort counted as one draw
 */
public record SignatureGain(double gain, double lower, double upper, double p) {

  /**
   * Compares.
   *
   * @param risk [n] of the first, higher for an earlier event
   * @param other [n] of the second
   * @param draws of subjects, at least 40
   */
  public static SignatureGain of(
      FollowUp data, double[] risk, double[] other, int draws, long seed) {
    int n = data.size();
    var random = new Random(seed);
    double[] gains = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      int[] rows = new int[n];
      Arrays.setAll(rows, i -> random.nextInt(n));
      gains[draw] = gain(data.only(rows), at(risk, rows), at(other, rows));
    }
    Arrays.sort(gains);
    int tail = (int) (0.025 * draws);
    long below = Arrays.stream(gains).filter(g -> g <= 0).count();
    long above = Arrays.stream(gains).filter(g -> g >= 0).count();
    return new SignatureGain(
        gain(data, risk, other),
        gains[tail],
        gains[draws - 1 - tail],
        Math.min(1, 2.0 * (1 + Math.min(below, above)) / (1 + draws)));
  }

  private static double gain(FollowUp data, double[] risk, double[] other) {
    return Concordance.of(data, risk).value() - Concordance.of(data, other).value();
  }

  private static double[] at(double[] of, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> of[i]).toArray();
  }
}
