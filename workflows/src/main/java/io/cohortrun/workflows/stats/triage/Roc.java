package io.cohortrun.workflows.stats.triage;

import io.cohortrun.workflows.stats.association.DeLong;
import io.cohortrun.workflows.stats.rank.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a score tells who has a biomarker.
 *
 * @param auc area under the curve
 * @param lower of its 95 % interval (DeLong's error, normal), at least 0
 * @param upper of it, at most 1
 * @param points one for each whole percent of sensitivity: the highest threshold that reaches it;
 *     where few have the biomarker several percents share one
 */
public record Roc(double auc, double lower, double upper, List<OperatingPoint> points) {

  private static final int POINTS = 100;

  /**
   * Judges.
   *
   * @param score [n] finite
   * @param arm [n] at least two on each side
   */
  public static Roc of(double[] score, boolean[] arm) {
    // Against a score that says nothing, whose area is one half and has no error.
    DeLong against = DeLong.compare(score, new double[score.length], arm);
    double auc = 0.5 + against.gain();
    return new Roc(
        auc,
        Math.max(0, auc - Tails.Z95 * against.error()),
        Math.min(1, auc + Tails.Z95 * against.error()),
        points(side(score, arm, true), side(score, arm, false)));
  }

  private static List<OperatingPoint> points(double[] with, double[] without) {
    List<OperatingPoint> points = new ArrayList<>();
    int last = -1;
    for (int percent = 1; percent <= POINTS; percent++) {
      int tested = (percent * with.length + POINTS - 1) / POINTS;
      double threshold = with[with.length - tested];
      int below = below(with, threshold);
      if (below != last) {
        points.add(
            new OperatingPoint(
                threshold,
                (with.length - below) / (double) with.length,
                below(without, threshold) / (double) without.length));
        last = below;
      }
    }
    return points;
  }

  private static int below(double[] sorted, double threshold) {
    return (int) Arrays.stream(sorted).filter(v -> v < threshold).count();
  }

  private static double[] side(double[] score, boolean[] arm, boolean side) {
    double[] kept = new double[score.length];
    int n = 0;
    for (int i = 0; i < score.length; i++) {
      if (arm[i] == side) {
        kept[n++] = score[i];
      }
    }
    return Arrays.stream(kept, 0, n).sorted().toArray();
  }
}
