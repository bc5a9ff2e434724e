package io.cohortrun.workflows.stats.association;

import io.cohortrun.workflows.stats.rank.Tails;
import java.util.Arrays;

/**
 * Whether one score separates two arms of the same subjects better than another: the test of
 * DeLong, DeLong and Clarke-Pearson (1988) of two correlated areas under the curve.
 *
 * @param gain AUC of the first less that of the second: -1..1
 * @param error its standard error
 * @param p two-sided; NaN where the scores order the subjects alike, or an arm has fewer than two
 */
public record DeLong(double gain, double error, double p) {

  /**
   * Compares.
   *
   * @param first [n] higher for the arm, finite
   * @param second [n] likewise
   */
  public static DeLong compare(double[] first, double[] second, boolean[] arm) {
    double[] a = placements(first, arm);
    double[] b = placements(second, arm);
    double gain = 0;
    double variance = 0;
    for (boolean side : new boolean[] {true, false}) {
      double n = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < arm.length; i++) {
        if (arm[i] == side) {
          n++;
          sum += a[i] - b[i];
          squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
      }
      gain = sum / n; // the same of both sides
      variance += (squares - sum * sum / n) / (n - 1) / n;
    }
    double error = Math.sqrt(Math.max(0, variance));
    double z = error > 1e-12 ? gain / error : Double.NaN;
    return new DeLong(gain, error, Tails.normal(z));
  }

  /** Of a subject of the arm the share of the others below it, of another that of the arm above. */
  private static double[] placements(double[] score, boolean[] arm) {
    double[] one = sorted(score, arm, true);
    double[] other = sorted(score, arm, false);
    double[] placements = new double[score.length];
    for (int i = 0; i < score.length; i++) {
      placements[i] =
          arm[i] ? below(other, score[i]) / other.length : 1 - below(one, score[i]) / one.length;
    }
    return placements;
  }

  private static double[] sorted(double[] score, boolean[] arm, boolean side) {
    double[] kept = new double[score.length];
    int n = 0;
    for (int i = 0; i < score.length; i++) {
      if (arm[i] == side) {
        kept[n++] = score[i] + 0.0; // no negative zero
      }
    }
    return Arrays.stream(kept, 0, n).sorted().toArray();
  }

  /** Values below, those equal one half. */
  private static double below(double[] sorted, double value) {
    return (bound(sorted, value, false) + bound(sorted, value, true)) / 2.0;
  }

  private static int bound(double[] sorted, double value, boolean inclusive) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (inclusive && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
