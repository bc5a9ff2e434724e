package io.cohortrun.workflows.stats.triage;

import io.cohortrun.workflows.stats.survival.Cholesky;
import java.util.Arrays;

/**
 * Logistic regression with a penalty lambda / 2 |b|^2 on all coefficients but the intercept.
 *
 * @param intercept log-odds where all covariates are 0
 * @param coefficients [p] log odds ratio of one unit
 */
public record RidgeLogistic(double intercept, double[] coefficients) {

  private static final int STEPS = 50;
  private static final double LEAST_PART = 1e-9;

  /**
   * Fits, for several penalties, each from the one before.
   *
   * @param x [n][p] covariates of order 1, finite
   * @param arm [n] both sides occur
   * @param ridge [k] lambda, strongest first, all above 0
   * @param enough change of the penalised log likelihood, as a step promises it, at which to stop
   * @return a model per penalty
   */
  public static RidgeLogistic[] path(double[][] x, boolean[] arm, double[] ridge, double enough) {
    double[] b = new double[x[0].length + 1]; // the intercept is the last
    RidgeLogistic[] path = new RidgeLogistic[ridge.length];
    for (int k = 0; k < ridge.length; k++) {
      double now = penalised(x, arm, b, ridge[k]);
      Newton step;
      int steps = 0;
      do {
        step = Newton.at(x, arm, b, ridge[k]);
        double[] next = along(b, step.by(), 1);
        double then = penalised(x, arm, next, ridge[k]);
        for (double part = 0.5; lower(then, now) && part > LEAST_PART; part /= 2) {
          next = along(b, step.by(), part);
          then = penalised(x, arm, next, ridge[k]);
        }
        b = next;
        now = then;
      } while (step.gain() >= enough && ++steps < STEPS);
      path[k] = of(b);
    }
    return path;
  }

  /** Log-odds of a subject. */
  public double logOdds(double[] x) {
    double sum = intercept;
    for (int j = 0; j < x.length; j++) {
      sum += coefficients[j] * x[j];
    }
    return sum;
  }

  /** Log likelihood of subjects, without penalty. */
  public double logLikelihood(double[][] x, boolean[] arm) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double odds = logOdds(x[i]);
      sum -= softplus(arm[i] ? -odds : odds);
    }
    return sum;
  }

  private static RidgeLogistic of(double[] b) {
    return new RidgeLogistic(b[b.length - 1], Arrays.copyOf(b, b.length - 1));
  }

  private static double penalised(double[][] x, boolean[] arm, double[] b, double ridge) {
    double squares = 0;
    for (int j = 0; j < b.length - 1; j++) {
      squares += b[j] * b[j];
    }
    return of(b).logLikelihood(x, arm) - ridge / 2 * squares;
  }

  /** Lower by more than rounding. */
  private static boolean lower(double then, double now) {
    return !(then >= now - 1e-12 * Math.abs(now));
  }

  private static double[] along(double[] b, double[] by, double part) {
    double[] next = b.clone();
    for (int j = 0; j < b.length; j++) {
      next[j] += part * by[j];
    }
    return next;
  }

  /** ln(1 + e^v), whole for large v. */
  private static double softplus(double v) {
    return Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
  }

  /**
   * A step of Newton's.
   *
   * @param gain what it promises: half of score times step
   */
  private record Newton(double[] by, double gain) {

    static Newton at(double[][] x, boolean[] arm, double[] b, double ridge) {
      int p = b.length - 1;
      RidgeLogistic now = of(b);
      double[] score = new double[p + 1];
      double[][] information = new double[p + 1][p + 1];
      for (int i = 0; i < x.length; i++) {
        double share = 1 / (1 + Math.exp(-now.logOdds(x[i])));
        double off = (arm[i] ? 1 : 0) - share;
        double weight = share * (1 - share);
        for (int j = 0; j <= p; j++) {
          double one = j < p ? x[i][j] : 1;
          score[j] += off * one;
          for (int k = 0; k <= j; k++) {
            information[j][k] += weight * one * (k < p ? x[i][k] : 1);
          }
        }
      }
      for (int j = 0; j < p; j++) {
        score[j] -= ridge * b[j];
        information[j][j] += ridge;
      }
      double[] by = Cholesky.of(information).solve(score); // reads the lower half only
      double gain = 0;
      for (int j = 0; j <= p; j++) {
        gain += score[j] * by[j] / 2;
      }
      return new Newton(by, gain);
    }
  }
}
