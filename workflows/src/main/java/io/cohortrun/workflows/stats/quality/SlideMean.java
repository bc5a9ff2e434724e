package io.cohortrun.workflows.stats.quality;

import java.util.Arrays;
import java.util.Random;

/**
 * A mean over slides, which are the unit of inference: tiles of a slide are not independent.
 *
 * @param value NaN where no slide has one
 * @param lower 2.5 % of 10,000 bootstrap draws of slides lie below
 * @param upper 2.5 % lie above
 * @param slides that have a value
 */
public record SlideMean(double value, double lower, double upper, int slides) {

  private static final int DRAWS = 10_000;
  private static final int TAIL = DRAWS / 40;

  /**
   * Averages.
   *
   * @param values per slide, NaN where undefined
   * @param seed of the draws
   */
  public static SlideMean of(double[] values, long seed) {
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    int n = known.length;
    if (n == 0) {
      return new SlideMean(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    var random = new Random(seed);
    double[] means = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += known[random.nextInt(n)];
      }
      means[draw] = sum / n;
    }
    Arrays.sort(means);
    return new SlideMean(Arrays.stream(known).sum() / n, means[TAIL], means[DRAWS - 1 - TAIL], n);
  }
}
