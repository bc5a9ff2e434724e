package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.TestResult;

/**
 * A feature against an attribute in a stratum, before any correction for the number of tests.
 *
 * @param attributeClass of the family: binary, continuous, ordinal, categorical or survival
 * @param result of the test within type and site: the one that counts
 * @param crude p of the same test without strata
 * @param relevant p of the effect being no more than irrelevant (science.md 6); NaN where no such
 *     bound is defined
 * @param adjusted p given the covariates; NaN where there are none or too few patients
 * @param adjustedOf patients of that p, of whom all covariates are known; 0 where there is none
 * @param conditional effect and p given the background channels; NaN where there are none
 */
public record Tested(
    Level level,
    String stratum,
    String channel,
    String feature,
    String attribute,
    String attributeClass,
    TestResult result,
    double crude,
    double relevant,
    double adjusted,
    int adjustedOf,
    Conditional conditional) {

  /**
   * What the covariates leave of a test.
   *
   * @param p NaN where it is not defined
   * @param n patients; 0 where p is NaN
   */
  record Adjusted(double p, int n) {

    static final Adjusted UNKNOWN = new Adjusted(Double.NaN, 0);

    static Adjusted of(double p, int n) {
      return Double.isNaN(p) ? UNKNOWN : new Adjusted(p, n);
    }
  }

  /** An effect that is left when something is held fixed. */
  public record Conditional(double effect, double p) {

    static final Conditional UNKNOWN = new Conditional(Double.NaN, Double.NaN);
  }
}
