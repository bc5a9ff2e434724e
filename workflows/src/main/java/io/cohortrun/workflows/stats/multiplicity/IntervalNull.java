package io.cohortrun.workflows.stats.multiplicity;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Tests that an effect lies outside an interval of irrelevant ones, at the bound where that is
 * hardest to tell (Hodges and Lehmann 1954): p is that of an estimate at least as far from the
 * middle, if the effect were the nearer bound.
 */
public final class IntervalNull {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private IntervalNull() {}

  /**
   * p of |effect| &lt;= margin.
   *
   * @param error standard error of the estimate
   */
  public static double p(double estimate, double margin, double error) {
    if (Double.isNaN(estimate) || !(error >= 0)) {
      return Double.NaN;
    }
    double far = Math.abs(estimate);
    if (error == 0) {
      return far > margin ? 0 : 1;
    }
    return Math.min(
        1,
        NORMAL.survivalProbability((far - margin) / error)
            + NORMAL.survivalProbability((far + margin) / error));
  }

  /**
   * p of |rho| &lt;= margin, on Fisher's scale: variance (1 + rho^2 / 2) / (df - 1) at the bound
   * (Bonett and Wright 2000).
   */
  public static double correlation(double rho, int df, double margin) {
    double error = Math.sqrt((1 + margin * margin / 2) / (df - 1));
    return df < 2 ? Double.NaN : p(atanh(rho), atanh(margin), error);
  }

  private static double atanh(double r) {
    return 0.5 * (Math.log1p(r) - Math.log1p(-r));
  }
}
