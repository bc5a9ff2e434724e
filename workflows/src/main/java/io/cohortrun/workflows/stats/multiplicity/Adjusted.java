package io.cohortrun.workflows.stats.multiplicity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * p-values adjusted for the number of tests, as R's {@code p.adjust}. A NaN stays NaN and does not
 * count as a test.
 */
public final class Adjusted {

  private Adjusted() {}

  /** Benjamini and Hochberg's (1995): q_(i) = min over j >= i of m p_(j) / j. */
  public static double[] benjaminiHochberg(double[] p) {
    int[] order = ascending(p);
    int m = order.length;
    double[] q = missing(p);
    double least = 1;
    for (int j = m; j >= 1; j--) {
      least = Math.min(least, p[order[j - 1]] * m / j);
      q[order[j - 1]] = least;
    }
    return q;
  }

  /** Bonferroni's: m p. */
  public static double[] bonferroni(double[] p) {
    int m = ascending(p).length;
    return Arrays.stream(p).map(one -> Math.min(1, m * one)).toArray();
  }

  /** Holm's (1979): the largest of (m - i + 1) p_(i) up to here. */
  public static double[] holm(double[] p) {
    int[] order = ascending(p);
    int m = order.length;
    double[] adjusted = missing(p);
    double most = 0;
    for (int i = 0; i < m; i++) {
      most = Math.max(most, Math.min(1, (m - i) * p[order[i]]));
      adjusted[order[i]] = most;
    }
    return adjusted;
  }

  private static double[] missing(double[] p) {
    double[] none = new double[p.length];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  private static int[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .filter(i -> !Double.isNaN(p[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
