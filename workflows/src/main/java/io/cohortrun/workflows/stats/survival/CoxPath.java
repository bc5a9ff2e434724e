package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * Coefficients of ridge Cox models for several penalties, each found from those of the penalty
 * before: for cross-validation, where nothing else of a fit is wanted.
 */
public final class CoxPath {

  private static final int STEPS = 25;

  private CoxPath() {}

  /**
   * Fits.
   *
   * @param x [n][p] covariates of order 1, finite; with a penalty they may follow from each other
   * @param ridge [k] lambda of the penalty lambda / 2 |b|^2, strongest first, all above 0
   * @param enough change of the penalised log likelihood at which to stop
   * @return [k][p] coefficients
   */
  public static double[][] fit(FollowUp data, double[][] x, double[] ridge, double enough) {
    var likelihood = new PartialLikelihood(data, x, CoxModel.Ties.EFRON);
    double[] b = new double[x[0].length];
    double[][] path = new double[ridge.length][];
    PartialLikelihood.Value now = likelihood.at(b);
    for (int k = 0; k < ridge.length; k++) {
      for (int step = 0; step < STEPS; step++) {
        double[] next = step(now, b, ridge[k]);
        double gain = gain(now, b, next, ridge[k]);
        PartialLikelihood.Value then = likelihood.at(next);
        for (int half = 0; half < STEPS && !higher(then, next, now, b, ridge[k]); half++) {
          for (int j = 0; j < b.length; j++) {
            next[j] = (next[j] + b[j]) / 2;
          }
          then = likelihood.at(next);
        }
        b = next;
        now = then;
        if (gain < enough) {
          break;
        }
      }
      path[k] = b.clone();
    }
    return path;
  }

  private static double[] step(PartialLikelihood.Value at, double[] b, double ridge) {
    double[][] bent = new double[b.length][];
    double[] score = new double[b.length];
    for (int j = 0; j < b.length; j++) {
      bent[j] = at.information()[j].clone();
      bent[j][j] += ridge;
      score[j] = at.score()[j] - ridge * b[j];
    }
    double[] next = Cholesky.of(bent).solve(score);
    for (int j = 0; j < b.length; j++) {
      next[j] += b[j];
    }
    return next;
  }

  /** What the step promises: half of score times step. */
  private static double gain(PartialLikelihood.Value at, double[] b, double[] next, double ridge) {
    double gain = 0;
    for (int j = 0; j < b.length; j++) {
      gain += (at.score()[j] - ridge * b[j]) * (next[j] - b[j]) / 2;
    }
    return gain;
  }

  private static boolean higher(
      PartialLikelihood.Value then,
      double[] next,
      PartialLikelihood.Value now,
      double[] b,
      double ridge) {
    double before = now.logLikelihood() - ridge / 2 * squares(b);
    double after = then.logLikelihood() - ridge / 2 * squares(next);
    return after >= before - 1e-9 * Math.abs(before);
  }

  private static double squares(double[] b) {
    double sum = 0;
    for (double one : b) {
      sum += one * one;
    }
    return sum;
  }

  /** Log partial likelihoods of other subjects under each of these coefficients, Efron's ties. */
  public static double[] logLikelihoods(FollowUp data, double[][] x, double[][] path) {
    var likelihood = new PartialLikelihood(data, x, CoxModel.Ties.EFRON);
    return Arrays.stream(path).mapToDouble(b -> likelihood.at(b).logLikelihood()).toArray();
  }
}
