package io.cohortrun.workflows.stats.triage;

/**
 * What a threshold does: those with at least this score are tested.
 *
 * @param threshold lowest score that is tested
 * @param sensitivity share of those with the biomarker that are tested
 * @param specificity share of those without it that are not
 */
public record OperatingPoint(double threshold, double sensitivity, double specificity) {

  /**
   * Share of those tested who have the biomarker, by Bayes.
   *
   * @param prevalence above 0, below 1
   */
  public double positivePredictiveValue(double prevalence) {
    double right = sensitivity * prevalence;
    return right / (right + (1 - specificity) * (1 - prevalence));
  }

  /**
   * Share of those not tested who do not have it; NaN where all are tested.
   *
   * @param prevalence above 0, below 1
   */
  public double negativePredictiveValue(double prevalence) {
    double right = specificity * (1 - prevalence);
    return right / (right + (1 - sensitivity) * prevalence);
  }
}
