package io.cohortrun.workflows.stats.rank;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two-sided p-values from survival functions, never as one less a probability: right to ten digits
 * down to 1e-300; NaN for a statistic that is NaN.
 */
public final class Tails {

  /** P(|Z| >= Z95) is 0.05: how many standard errors a 95 % interval reaches to either side. */
  public static final double Z95 = 1.959963984540054;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Tails() {}

  /** P(|Z| >= |z|), Z standard normal. */
  public static double normal(double z) {
    return Double.isNaN(z) ? Double.NaN : Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(z)));
  }

  /** P(|T| >= |t|), T of Student's distribution; NaN without a degree of freedom. */
  public static double student(double t, double df) {
    return Double.isNaN(t) || !(df > 0)
        ? Double.NaN
        : Math.min(1, 2 * TDistribution.of(df).survivalProbability(Math.abs(t)));
  }

  /** P(X >= x), X chi-squared; NaN without a degree of freedom. */
  public static double chiSquared(double x, int df) {
    return Double.isNaN(x) || df < 1
        ? Double.NaN
        : ChiSquaredDistribution.of(df).survivalProbability(x);
  }
}
