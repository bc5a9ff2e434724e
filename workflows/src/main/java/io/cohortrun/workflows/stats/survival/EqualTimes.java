package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * Times that are one but for rounding: 0.3 and 0.1 + 0.2, or days that were divided by 30.4375 by
 * two programs. As R's survival has it ({@code timefix}): neighbours that lie nearer to each other
 * than 1.5e-8 of the mean of all different times are one, the earliest of them. R also joins what
 * is within 1.5e-8 of the unit; here the unit changes nothing.
 */
public final class EqualTimes {

  /** Square root of the distance between 1 and the next number. */
  private static final double NEAR = 0x1p-26;

  /** The first of each run of times that are one; empty where all differ. */
  private final double[] firsts;

  private EqualTimes(double[] firsts) {
    this.firsts = firsts;
  }

  /**
   * Finds them.
   *
   * @param columns ends of follow-up, and entries where there are; what is not finite is no time
   */
  public static EqualTimes among(double[]... columns) {
    double[] times =
        Arrays.stream(columns)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray();
    double near = NEAR * Arrays.stream(times).map(Math::abs).average().orElse(0);
    double[] firsts = new double[times.length];
    int n = 0;
    for (int i = 0; i < times.length; i++) {
      if (i == 0 || times[i] - times[i - 1] > near) {
        firsts[n++] = times[i];
      }
    }
    return new EqualTimes(n == times.length ? new double[0] : Arrays.copyOf(firsts, n));
  }

  /** The time that stands for this one, itself where no other is near. */
  public double of(double time) {
    if (firsts.length == 0 || !Double.isFinite(time)) {
      return time;
    }
    int at = Arrays.binarySearch(firsts, time);
    return at >= -1 ? time : firsts[-at - 2];
  }
}
