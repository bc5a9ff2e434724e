package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Subjects by a feature's value, sorted once; rankings of any of them within any strata follow
 * without sorting.
 */
public final class Order {

  private final double[] values;
  private final int[] rows;

  private Order(double[] values, int[] rows) {
    this.values = values;
    this.rows = rows;
  }

  /** Of all subjects whose value is known. */
  public static Order of(double[] values) {
    BitSet known = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      known.set(i, !Double.isNaN(values[i]));
    }
    return of(values, known);
  }

  /**
   * Of some subjects.
   *
   * @param values [n] finite where present
   * @throws IllegalArgumentException a present value is NaN or infinite
   */
  public static Order of(double[] values, BitSet present) {
    int[] unsorted = present.stream().toArray();
    double[] sorted = new double[unsorted.length];
    for (int j = 0; j < sorted.length; j++) {
      sorted[j] = values[unsorted[j]] + 0.0; // -0 is 0
      if (!Double.isFinite(sorted[j])) {
        throw new IllegalArgumentException("subject %d has no value".formatted(unsorted[j]));
      }
    }
    Arrays.sort(sorted);
    int[] first = new int[sorted.length]; // of those with this value
    for (int j = 1; j < sorted.length; j++) {
      first[j] = sorted[j] == sorted[j - 1] ? first[j - 1] : j;
    }
    int[] placed = new int[sorted.length];
    int[] rows = new int[sorted.length];
    for (int i : unsorted) {
      int at = first[Arrays.binarySearch(sorted, values[i] + 0.0)];
      rows[at + placed[at]++] = i;
    }
    return new Order(values, rows);
  }

  /** Subjects [n]. */
  int subjects() {
    return values.length;
  }

  /** Those who are in order, ascending by value. */
  int[] rows() {
    return rows;
  }

  boolean same(int i, int j) {
    return values[i] == values[j];
  }
}
