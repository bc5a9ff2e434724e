package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * Coefficients of ridge Cox models for several penalties, each found from those of the penalty
 * before: for cross-validation, where nothing else of a fit is wanted. Steps are Newton's with the
 * curvature of earlier coefficients, which hardly changes along a path and is most of the work.
 */
public final class CoxPath {

  private static final int STEPS = 25;

  /** A step that promises more than this share of the one before takes the curvature anew. */
  private static final double SLOW = 0.1;

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
    PartialLikelihood.Value none = likelihood.at(b);
    PartialLikelihood.Slope now = none.slope();
    double[][] information = none.information();
    double[][] path = new double[ridge.length][];
    for (int k = 0; k < ridge.length; k++) {
      Cholesky curvature = bent(information, ridge[k]);
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; step < STEPS; step++) {
        double[] rise = rise(now, b, ridge[k]);
        double[] next = plus(curvature.solve(rise), b);
        double gain = gain(rise, b, next);
        PartialLikelihood.Slope then = likelihood.slope(next);
        for (int half = 0; half < STEPS && !higher(then, next, now, b, ridge[k]); half++) {
          for (int j = 0; j < b.length; j++) {
            next[j] = (next[j] + b[j]) / 2;
          }
          then = likelihood.slope(next);
        }
        b = next;
        now = then;
        if (gain < enough) {
          break;
        }
        if (gain > SLOW * before) {
          information = likelihood.at(b).information();
          curvature = bent(information, ridge[k]);
        }
        before = gain;
      }
      path[k] = b.clone();
    }
    return path;
  }

  private static Cholesky bent(double[][] information, double ridge) {
    double[][] bent = Arrays.stream(information).map(double[]::clone).toArray(double[][]::new);
    for (int j = 0; j < bent.length; j++) {
      bent[j][j] += ridge;
    }
    return Cholesky.of(bent);
  }

  /** Slope of the penalised likelihood. */
  private static double[] rise(PartialLikelihood.Slope at, double[] b, double ridge) {
    double[] rise = at.score().clone();
    for (int j = 0; j < b.length; j++) {
      rise[j] -= ridge * b[j];
    }
    return rise;
  }

  private static double[] plus(double[] step, double[] b) {
    double[] next = new double[b.length];
    Arrays.setAll(next, j -> b[j] + step[j]);
    return next;
  }

  /** What the step promises: half of slope times step. */
  private static double gain(double[] rise, double[] b, double[] next) {
    double gain = 0;
    for (int j = 0; j < b.length; j++) {
      gain += rise[j] * (next[j] - b[j]) / 2;
    }
    return gain;
  }

  private static boolean higher(
      PartialLikelihood.Slope then,
      double[] next,
      PartialLikelihood.Slope now,
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
    return Arrays.stream(path).mapToDouble(b -> likelihood.slope(b).logLikelihood()).toArray();
  }
}
