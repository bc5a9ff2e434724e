package io.cohortrun.workflows.stats.association;

import io.cohortrun.workflows.stats.rank.Tails;
import java.util.Arrays;

/**
 * Whether a pair of channels separates two arms better than the better channel alone, cross-fitted:
 * which channel is the better one, and in which direction each score points, is decided on one half
 * of the subjects and judged on the other by DeLong's test, and the other way round.
 *
 * @param gain AUC of the pair less that of the better channel, mean of both halves: -1..1
 * @param error its standard error
 * @param p two-sided; NaN where a half has fewer than two subjects in an arm
 */
public record Combination(double gain, double error, double p) {

  /** Areas that differ by less are the same: rounding decides nothing. */
  private static final double EQUAL = 1e-9;

  /**
   * Tests a pair.
   *
   * @param one [n] feature of a channel, finite
   * @param other [n] of another channel
   * @param pair [n] of both together
   * @param half [n] which half a subject is in, drawn at random
   */
  public static Combination test(
      double[] one, double[] other, double[] pair, boolean[] arm, boolean[] half) {
    DeLong judgedHere = judged(one, other, pair, arm, half, true);
    DeLong judgedThere = judged(one, other, pair, arm, half, false);
    double gain = (judgedHere.gain() + judgedThere.gain()) / 2;
    double error = Math.hypot(judgedHere.error(), judgedThere.error()) / 2;
    return new Combination(gain, error, error > 1e-12 ? Tails.normal(gain / error) : Double.NaN);
  }

  private static DeLong judged(
      double[] one, double[] other, double[] pair, boolean[] arm, boolean[] half, boolean judge) {
    boolean[] learned = only(arm, half, !judge);
    double[] learnedPair = only(pair, half, !judge);
    double[] flat = new double[learnedPair.length];
    double first = DeLong.compare(only(one, half, !judge), flat, learned).gain();
    double second = DeLong.compare(only(other, half, !judge), flat, learned).gain();
    double both = DeLong.compare(learnedPair, flat, learned).gain();
    boolean firstIsBetter = Math.abs(first) >= Math.abs(second) - EQUAL;
    double[] single = only(firstIsBetter ? one : other, half, judge);
    return DeLong.compare(
        times(only(pair, half, judge), both),
        times(single, firstIsBetter ? first : second),
        only(arm, half, judge));
  }

  /** The score, pointing the way that it points in the other half; up, if it points nowhere. */
  private static double[] times(double[] score, double direction) {
    double[] turned = new double[score.length];
    for (int i = 0; i < score.length; i++) {
      turned[i] = direction < -EQUAL ? -score[i] : score[i];
    }
    return turned;
  }

  private static double[] only(double[] of, boolean[] half, boolean side) {
    double[] kept = new double[of.length];
    int n = 0;
    for (int i = 0; i < of.length; i++) {
      if (half[i] == side) {
        kept[n++] = of[i];
      }
    }
    return Arrays.copyOf(kept, n);
  }

  private static boolean[] only(boolean[] of, boolean[] half, boolean side) {
    boolean[] kept = new boolean[of.length];
    int n = 0;
    for (int i = 0; i < of.length; i++) {
      if (half[i] == side) {
        kept[n++] = of[i];
      }
    }
    return Arrays.copyOf(kept, n);
  }
}
