package io.cohortrun.workflows.stats.association;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard error that an effect and its p-value imply (Miettinen 1976). */
public final class TestBased {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private TestBased() {}

  /**
   * Error of an effect whose null value is 0.
   *
   * @param p two-sided, (0, 1]
   * @return NaN where p is 1 and the effect is not 0, or nothing is known
   */
  public static double error(double effect, double p) {
    double z = NORMAL.inverseSurvivalProbability(Math.max(p, Double.MIN_NORMAL) / 2);
    return z > 0 ? Math.abs(effect) / z : Double.NaN;
  }
}
