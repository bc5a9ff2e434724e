package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Covariates;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a test of some patients is adjusted for. A covariate that is the same in all whom a test
 * compares, such as sex in the prostate, adjusts nothing, and one that is known of fewer than half
 * of them, such as stage where hardly anybody wrote it down, would adjust a test of others: both
 * are left out, instead of taking the patients or the model with them.
 *
 * @param rows patients of whom all covariates are known, ascending
 * @param covariates [p][patients] finite in the rows, each varies within a stratum of them
 * @param strata [patients] within which patients are compared
 */
public record Adjustment(int[] rows, List<double[]> covariates, int[] strata) {

  /**
   * Of patients.
   *
   * @param known those of whom feature and attribute, or outcome, are known
   * @param covariates [p][patients] NaN where unknown
   */
  public static Adjustment of(BitSet known, List<double[]> covariates, int[] strata) {
    List<double[]> some =
        covariates.stream()
            .filter(c -> isKnownOfHalf(c, known))
            .filter(c -> varies(c, known, strata))
            .toList();
    BitSet complete = (BitSet) known.clone();
    some.forEach(c -> complete.and(Rows.known(c)));
    return new Adjustment(
        complete.stream().toArray(),
        some.stream().filter(c -> varies(c, complete, strata)).toList(),
        strata);
  }

  /** What few were asked about would leave those few alone in the test. */
  private static boolean isKnownOfHalf(double[] values, BitSet among) {
    return 2 * among.stream().filter(i -> !Double.isNaN(values[i])).count() >= among.cardinality();
  }

  /** Whether two patients of a stratum have known values that differ. */
  static boolean varies(double[] values, BitSet among, int[] strata) {
    Map<Integer, Double> first = new HashMap<>();
    return among.stream()
        .filter(i -> !Double.isNaN(values[i]))
        .anyMatch(
            i -> {
              Double before = first.putIfAbsent(strata[i], values[i]);
              return before != null && before != values[i];
            });
  }

  /**
   * Covariates of a Cox model: a feature in its standard deviations, and beside it those that
   * follow from no others.
   *
   * @param feature [patients] finite in the rows; one that is the same in all becomes 0
   * @return [rows][1 + others]
   */
  public double[][] design(double[] feature) {
    double most = Arrays.stream(rows).mapToDouble(i -> Math.abs(feature[i])).max().orElse(0);
    int near = -Math.getExponent(most); // in which unit it is makes no difference, nor to squares
    double[] y = Arrays.stream(rows).mapToDouble(i -> Math.scalb(feature[i], near)).toArray();
    double mean = Arrays.stream(y).average().orElse(0);
    double sd = Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / y.length);
    int[] others = independent();
    double[][] x = new double[rows.length][1 + others.length];
    for (int i = 0; i < rows.length; i++) {
      x[i][0] = sd > 0 ? (y[i] - mean) / sd : 0;
      for (int j = 0; j < others.length; j++) {
        x[i][j + 1] = covariates.get(others[j])[rows[i]];
      }
    }
    return x;
  }

  private int[] independent() {
    BitSet present = new BitSet();
    Arrays.stream(rows).forEach(present::set);
    return new Covariates(covariates.toArray(double[][]::new), strata, present).independent();
  }
}
