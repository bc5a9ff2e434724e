package io.cohortrun.workflows.stats.multiplicity;

import java.util.Arrays;

/**
 * p-values adjusted for the number of tests, as R's {@code p.adjust}. A NaN stays NaN and does not
 * count as a test.
 */
public final class Adjusted {

  private Adjusted() {}

  /** Benjamini and Hochberg's (1995): q_(i) = min over j >= i of m p_(j) / j. */
  public static double[] benjaminiHochberg(double[] p) {
    var family = new BenjaminiHochberg();
    Arrays.stream(p).forEach(family::add);
    return Arrays.stream(p).map(family::q).toArray();
  }

  /** Bonferroni's: m p. */
  public static double[] bonferroni(double[] p) {
    int m = sorted(p).length;
    return Arrays.stream(p).map(one -> Math.min(1, m * one)).toArray();
  }

  /** Holm's (1979): the largest of (m - i + 1) p_(i) up to here. */
  public static double[] holm(double[] p) {
    double[] sorted = sorted(p);
    int m = sorted.length;
    double[] adjusted = new double[m];
    double most = 0;
    for (int i = 0; i < m; i++) {
      most = Math.max(most, Math.min(1, (m - i) * sorted[i]));
      adjusted[i] = most;
    }
    return looked(p, sorted, adjusted);
  }

  private static double[] sorted(double[] p) {
    return Arrays.stream(p).filter(one -> !Double.isNaN(one)).sorted().toArray();
  }

  /** The adjusted value of each p; equal p have equal ones. */
  private static double[] looked(double[] p, double[] sorted, double[] adjusted) {
    return Arrays.stream(p)
        .map(one -> Double.isNaN(one) ? one : adjusted[Arrays.binarySearch(sorted, one)])
        .toArray();
  }
}
