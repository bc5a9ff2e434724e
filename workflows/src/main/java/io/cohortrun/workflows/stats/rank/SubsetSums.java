package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Distribution of the sum of i numbers drawn from 1..m without replacement, for i below {@link
 * #DRAWN}: the coefficients of the Gaussian binomial, as probabilities. Mann and Whitney's exact
 * null distribution.
 */
final class SubsetSums {

  /** Arms from this size on have the normal approximation. */
  static final int DRAWN = 50;

  /** Above it, tables would take more than 5 MB. */
  static final int LARGEST = 1000;

  /** Numbers in the tables that are remembered: an eighth of the heap. */
  private static final long KEPT = Runtime.getRuntime().maxMemory() / 8 / Double.BYTES;

  private static final Map<Integer, SubsetSums> CACHE = new LinkedHashMap<>(16, 0.75f, true);

  private static long kept;

  private final int m;
  private final double[][] cumulative; // [i][v] P(V <= v), V the sum less its least, lower half

  private SubsetSums(int m) {
    this.m = m;
    int most = Math.min(m, DRAWN - 1);
    this.cumulative = new double[most + 1][];
    double[] now = {1};
    cumulative[0] = now.clone();
    for (int i = 1; i <= most; i++) {
      now = next(now, i);
      cumulative[i] = now.clone();
      for (int v = 1; v < now.length; v++) {
        cumulative[i][v] += cumulative[i][v - 1];
      }
    }
  }

  /** The distribution for m; the latest are remembered. */
  static SubsetSums of(int m) {
    synchronized (CACHE) {
      SubsetSums known = CACHE.get(m);
      if (known != null) {
        return known;
      }
    }
    var made = new SubsetSums(m); // not under the lock: others need not wait
    synchronized (CACHE) {
      if (CACHE.putIfAbsent(m, made) == null) {
        kept += made.size();
      }
      for (var eldest = CACHE.values().iterator(); kept > KEPT && eldest.hasNext(); ) {
        kept -= eldest.next().size();
        eldest.remove();
      }
    }
    return made;
  }

  private long size() {
    return Arrays.stream(cumulative).mapToLong(row -> row.length).sum();
  }

  /** Multiplies by (1 - q^(m - i + 1)) / (1 - q^i); halves suffice, as the whole is symmetric. */
  private double[] next(double[] before, int i) {
    double[] next = new double[i * (m - i) / 2 + 1];
    int whole = (i - 1) * (m - i + 1);
    double scale = (double) i / (m - i + 1);
    for (int v = 0; v < next.length; v++) {
      double term = half(before, whole, v) - half(before, whole, v - (m - i + 1));
      next[v] = scale * term + (v >= i ? next[v - i] : 0);
    }
    return next;
  }

  private static double half(double[] lower, int whole, int v) {
    if (v < 0 || v > whole) {
      return 0;
    }
    return lower[Math.min(v, whole - v)];
  }

  /** P(V <= v) of i numbers, V their sum less i (i + 1) / 2, in 0..i (m - i). */
  double atMost(int i, long v) {
    long whole = (long) i * (m - i);
    if (v < 0) {
      return 0;
    }
    if (v >= whole) {
      return 1;
    }
    double[] lower = cumulative[i];
    return v < lower.length ? lower[(int) v] : 1 - lower[(int) (whole - v - 1)];
  }

  /** P(V >= v): V is symmetric. */
  double atLeast(int i, long v) {
    return atMost(i, (long) i * (m - i) - v);
  }
}
