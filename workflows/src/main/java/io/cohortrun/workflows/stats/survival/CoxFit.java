package io.cohortrun.workflows.stats.survival;

import io.cohortrun.workflows.stats.rank.Tails;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A fitted Cox model.
 *
 * @param n subjects
 * @param events of them
 * @param coefficients [p] log hazard ratios per unit of the covariate
 * @param covariance [p][p] of the coefficients, from the information
 * @param logLikelihoodNull with all coefficients 0
 * @param logLikelihood at the maximum
 * @param score chi-squared of the score test; NaN where only a ridge makes the model's maximum
 * @param wald chi-squared of Wald's test
 * @param predictor [n] b'(x - mean) of each subject
 * @param tested what the test of proportional hazards needs
 */
public record CoxFit(
    int n,
    int events,
    double[] coefficients,
    double[][] covariance,
    double logLikelihoodNull,
    double logLikelihood,
    double score,
    double wald,
    double[] predictor,
    Tested tested) {

  /** The data, the likelihood and the coefficients on its scale. */
  record Tested(FollowUp data, PartialLikelihood likelihood, double[] scaled) {}

  static CoxFit of(
      FollowUp data,
      PartialLikelihood likelihood,
      PartialLikelihood.Value none,
      PartialLikelihood.Value best,
      double[] b,
      double[] sd,
      double[] penalty) {
    int p = b.length;
    double[][] covariance = Cholesky.of(CoxModel.bent(best, penalty)).inverse();
    double wald = 0;
    for (int j = 0; j < p; j++) {
      for (int k = 0; k < p; k++) {
        wald += b[j] * best.information()[j][k] * b[k];
      }
    }
    double[] coefficients = new double[p];
    for (int j = 0; j < p; j++) {
      coefficients[j] = b[j] / sd[j];
      for (int k = 0; k < p; k++) {
        covariance[j][k] /= sd[j] * sd[k];
      }
    }
    return new CoxFit(
        data.size(),
        data.events(),
        coefficients,
        covariance,
        none.logLikelihood(),
        best.logLikelihood(),
        score(none),
        wald,
        likelihood.predictor(b),
        new Tested(data, likelihood, b));
  }

  private static double score(PartialLikelihood.Value none) {
    try {
      return Cholesky.of(none.information()).quadratic(none.score());
    } catch (Cholesky.Singular e) { // without a ridge there was no first step
      return Double.NaN;
    }
  }

  /** The test of proportional hazards; it takes as long as the fit. */
  public ProportionalHazards proportional() {
    return ProportionalHazards.test(tested.data, tested.likelihood, tested.scaled);
  }

  /** Chi-squared of the likelihood-ratio test. */
  public double likelihoodRatio() {
    return 2 * (logLikelihood - logLikelihoodNull);
  }

  /** Standard error of coefficient {@code j}. */
  public double standardError(int j) {
    return Math.sqrt(covariance[j][j]);
  }

  /** Coefficient over standard error. */
  public double z(int j) {
    return coefficients[j] / standardError(j);
  }

  /** Two-sided p of coefficient {@code j}. */
  public double p(int j) {
    return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z(j)));
  }

  /**
   * Hazard ratio of one unit, at the lower (-1), middle (0) or upper (1) end of its 95 % interval.
   */
  public double hazardRatio(int j, int end) {
    return Math.exp(coefficients[j] + end * Tails.Z95 * standardError(j));
  }
}
