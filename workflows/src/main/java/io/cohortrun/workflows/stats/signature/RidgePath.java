package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.CoxPath;
import java.util.Arrays;

/**
 * Models of one training part, one of each penalty.
 *
 * @param coefficients [penalties][p] log hazard ratio of a standard deviation, strongest penalty
 *     first
 * @param standard means and standard deviations of the training part
 */
record RidgePath(double[][] coefficients, Standard standard) {

  /** Penalties tried, per event: from nearly nothing left to nearly unpenalised. */
  private static final double[] PER_EVENT = {3, 1, 0.3, 0.1, 0.03, 0.01};

  /** Change of the likelihood at which to stop: enough to choose a penalty. */
  private static final double ENOUGH = 1e-3;

  /**
   * Fits.
   *
   * @param train with an event at least
   */
  static RidgePath of(SignatureData train) {
    double events = train.followUp().events();
    double[] ridge = Arrays.stream(PER_EVENT).map(perEvent -> perEvent * events).toArray();
    Standard standard = Standard.of(train.x(), train.type());
    double[][] x = standard.apply(train.x(), train.type());
    return new RidgePath(CoxPath.fit(train.followUp(), x, ridge, ENOUGH), standard);
  }

  /** Adds the log likelihoods of other subjects under each model to the scores of penalties. */
  void judge(SignatureData others, double[] scores) {
    double[][] x = standard.apply(others.x(), others.type());
    double[] more = CoxPath.logLikelihoods(others.followUp(), x, coefficients);
    Arrays.setAll(scores, k -> scores[k] + more[k]);
  }

  /** Scores of nobody yet, one of each penalty. */
  static double[] unscored() {
    return new double[PER_EVENT.length];
  }

  /** The penalty with the highest score, per event; the strongest of equals. */
  static double best(double[] scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return PER_EVENT[best];
  }
}
