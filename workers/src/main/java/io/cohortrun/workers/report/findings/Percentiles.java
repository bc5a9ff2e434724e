package io.cohortrun.workers.report.findings;

/** Places in a sorted array. */
final class Percentiles {

  private Percentiles() {}

  /** Per cent of the values below one, those equal to it counted by half; 0..100. */
  static double below(double[] sorted, double value) {
    return sorted.length == 0
        ? Double.NaN
        : 50.0 * (less(sorted, value) + less(sorted, Math.nextUp(value))) / sorted.length;
  }

  /** Values less than {@code value}; with ties in thousands, so no walk over them. */
  private static int less(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
