package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Follow-up of n subjects, in one unit of time.
 *
 * @param entry [n] from when a subject is observed, exclusive; negative infinity for always
 *     (delayed entry, or the start of an interval)
 * @param time [n] end of observation, finite, above the entry
 * @param event [n] whether the end is the event
 * @param stratum [n] subjects are compared within their stratum only
 */
public record FollowUp(double[] entry, double[] time, boolean[] event, int[] stratum) {

  /**
   * Checks what the formulas rely on.
   *
   * @throws IllegalArgumentException lengths differ, a time is not finite or not above its entry
   */
  public FollowUp {
    int n = time.length;
    if (entry.length != n || event.length != n || stratum.length != n) {
      throw new IllegalArgumentException("columns of different lengths");
    }
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(time[i]) || !(entry[i] < time[i])) {
        throw new IllegalArgumentException(
            "subject %d is followed from %s to %s".formatted(i, entry[i], time[i]));
      }
    }
  }

  /** All observed from the start, one stratum. */
  public static FollowUp of(double[] time, boolean[] event) {
    double[] always = new double[time.length];
    Arrays.fill(always, Double.NEGATIVE_INFINITY);
    return new FollowUp(always, time, event, new int[time.length]);
  }

  /** The same subjects in these strata. */
  public FollowUp stratified(int[] by) {
    return new FollowUp(entry, time, event, by);
  }

  /** Subjects. */
  public int size() {
    return time.length;
  }

  /** Events. */
  public int events() {
    return (int) IntStream.range(0, size()).filter(i -> event[i]).count();
  }

  /** These subjects alone. */
  public FollowUp only(int[] rows) {
    double[] e = new double[rows.length];
    double[] t = new double[rows.length];
    boolean[] d = new boolean[rows.length];
    int[] s = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      e[i] = entry[rows[i]];
      t[i] = time[rows[i]];
      d[i] = event[rows[i]];
      s[i] = stratum[rows[i]];
    }
    return new FollowUp(e, t, d, s);
  }

  /** Rows of each stratum, in order of the strata. */
  int[][] strata() {
    int[] codes = stratum.clone();
    Arrays.sort(codes);
    int[] distinct = new int[codes.length];
    int[] sizes = new int[codes.length];
    int strata = 0;
    for (int i = 0; i < codes.length; i++) {
      if (i == 0 || codes[i] != codes[i - 1]) {
        distinct[strata++] = codes[i];
      }
      sizes[strata - 1]++;
    }
    int[][] rows = new int[strata][];
    Arrays.setAll(rows, s -> new int[sizes[s]]);
    int[] next = new int[strata];
    for (int i = 0; i < stratum.length; i++) {
      int s = Arrays.binarySearch(distinct, 0, strata, stratum[i]);
      rows[s][next[s]++] = i;
    }
    return rows;
  }
}
