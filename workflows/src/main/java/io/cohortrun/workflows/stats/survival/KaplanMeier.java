package io.cohortrun.workflows.stats.survival;

import io.cohortrun.workflows.stats.rank.Tails;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The product-limit estimate of one group (Kaplan and Meier 1958) with Greenwood's variance and
 * intervals on the log scale or another, as R's {@code survfit} has them. Strata are passed over.
 */
public final class KaplanMeier {

  /** Where intervals of survival are symmetric, as R's {@code conf.type}; written as there. */
  public enum Scale {
    LOG("log"),
    /** Log of minus the log: limits stay between 0 and 1. */
    LOG_LOG("log-log"),
    PLAIN("plain");

    private final String written;

    Scale(String written) {
      this.written = written;
    }

    @Override
    public String toString() {
      return written;
    }
  }

  /** How near to one half a step counts as one half; R's square root of the machine's precision. */
  private static final double HALF = 1.490116119384766e-8;

  private final FollowUp data;
  private final double[] times;
  private final double[] survival;

  /** Sum of d / (n (n - d)) up to each time. */
  private final double[] greenwood;

  private final Scale scale;

  private KaplanMeier(
      FollowUp data, double[] times, double[] survival, double[] greenwood, Scale scale) {
    this.data = data;
    this.times = times;
    this.survival = survival;
    this.greenwood = greenwood;
    this.scale = scale;
  }

  /** Estimates, with intervals on the log scale. */
  public static KaplanMeier of(FollowUp data) {
    return of(data, Scale.LOG);
  }

  /** Estimates, with intervals on this scale. */
  public static KaplanMeier of(FollowUp data, Scale scale) {
    double[] times = Arrays.stream(data.time()).distinct().sorted().toArray();
    double[] survival = new double[times.length];
    double[] greenwood = new double[times.length];
    double[] ends = data.time().clone();
    double[] entries = data.entry().clone();
    Arrays.sort(ends);
    Arrays.sort(entries);
    double[] events =
        IntStream.range(0, data.size())
            .filter(i -> data.event()[i])
            .mapToDouble(i -> data.time()[i])
            .sorted()
            .toArray();
    double s = 1;
    double g = 0;
    int gone = 0;
    int entered = 0;
    int died = 0;
    for (int k = 0; k < times.length; k++) {
      while (entered < entries.length && entries[entered] < times[k]) {
        entered++;
      }
      while (ends[gone] < times[k]) {
        gone++;
      }
      int before = died;
      while (died < events.length && events[died] == times[k]) {
        died++;
      }
      double d = died - before;
      double n = entered - gone;
      s *= 1 - d / n;
      g += d == 0 ? 0 : d / (n * (n - d));
      survival[k] = s;
      greenwood[k] = g;
    }
    return new KaplanMeier(data, times, survival, greenwood, scale);
  }

  /** Share that is free of the event after {@code t}. */
  public double survival(double t) {
    int k = last(t, true);
    return k < 0 ? 1 : survival[k];
  }

  /** Share that is free of the event just before {@code t}. */
  public double survivalBefore(double t) {
    int k = last(t, false);
    return k < 0 ? 1 : survival[k];
  }

  /** Greenwood's standard error of {@link #survival}. */
  public double standardError(double t) {
    int k = last(t, true);
    return k < 0 ? 0 : survival[k] * Math.sqrt(greenwood[k]);
  }

  /**
   * The lower (-1) or upper (1) end of the 95 % interval of {@link #survival}; NaN where survival
   * is 0, and on {@link Scale#LOG_LOG} where it is 1 though somebody's follow-up has ended.
   */
  public double limit(double t, int end) {
    int k = last(t, true);
    return k < 0 ? 1 : limit(k, end * Tails.Z95);
  }

  /**
   * Subjects at risk at the first end of a follow-up at or after {@code t}, as R's {@code
   * summary(survfit, times = t)} has them: without delayed entry those under observation just
   * before {@code t}. 0 after the last.
   */
  public int atRisk(double t) {
    int next = last(t, false) + 1;
    if (next == times.length) {
      return 0;
    }
    return (int)
        IntStream.range(0, data.size())
            .filter(i -> data.entry()[i] < times[next] && data.time()[i] >= times[next])
            .count();
  }

  /** First time at which half have had the event, NaN where that is not reached. */
  public double median() {
    return median(survival);
  }

  /** Lower limit of the median's 95 % interval, or NaN. */
  public double medianLower() {
    return median(limits(-Tails.Z95));
  }

  /** Upper limit of the median's 95 % interval, or NaN. */
  public double medianUpper() {
    return median(limits(Tails.Z95));
  }

  private double[] limits(double z) {
    return IntStream.range(0, times.length).mapToDouble(k -> limit(k, z)).toArray();
  }

  private double limit(int k, double z) {
    double s = survival[k];
    double width = z * Math.sqrt(greenwood[k]);
    if (s == 0 || (s == 1 && scale == Scale.LOG_LOG)) {
      return Double.NaN;
    }
    return switch (scale) {
      case LOG -> Math.min(1, s * Math.exp(width));
      case LOG_LOG -> Math.pow(s, Math.exp(width / Math.log(s)));
      case PLAIN -> Math.clamp(s + s * width, 0.0, 1.0);
    };
  }

  /** R's rule: the middle of the step where the curve lies at one half. */
  private double median(double[] curve) {
    for (int k = 0; k < curve.length; k++) {
      if (curve[k] < 0.5 + HALF) {
        for (int next = k + 1; Math.abs(curve[k] - 0.5) < HALF && next < curve.length; next++) {
          if (curve[next] < curve[k]) {
            return (times[k] + times[next]) / 2;
          }
        }
        return times[k];
      }
    }
    return Double.NaN;
  }

  private int last(double t, boolean inclusive) {
    int at = Arrays.binarySearch(times, t);
    return at >= 0 ? (inclusive ? at : at - 1) : -at - 2;
  }
}
