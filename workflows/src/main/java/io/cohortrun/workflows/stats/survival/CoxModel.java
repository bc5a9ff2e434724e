package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * Cox's proportional hazards model (1972): the coefficients that maximise the partial likelihood,
 * by Newton steps with halving on centred and scaled covariates. Efron's or Breslow's ties, strata,
 * delayed entry, ridge.
 */
public final class CoxModel {

  /** How events at one time are treated. */
  public enum Ties {
    EFRON,
    BRESLOW
  }

  private static final int STEPS = 40;
  private static final double ENOUGH = 1e-12;

  /**
   * A coefficient with a maximum has been found when the likelihood no longer rises; one on its way
   * to infinity goes on by such a share of itself, since a step adds 1 to the log hazard.
   */
  private static final double DIVERGES = 1e-4;

  /** What sums of an event's squares leave where all are equal. */
  private static final double ROUNDING = 1e-14;

  private CoxModel() {}

  /**
   * Fits.
   *
   * @param x [n][p] covariates, finite
   * @param ridge lambda of the penalty lambda / 2 |b|^2, 0 for none
   * @throws NonConverged no maximum: nothing varies, covariates follow from each other, or the
   *     events are separated
   */
  public static CoxFit fit(FollowUp data, double[][] x, Ties ties, double ridge)
      throws NonConverged {
    return fit(data, x, ties, ridge, x.length == 0 ? 0 : x[0].length);
  }

  /**
   * Fits for the sake of the first covariate. Where another separates events, as sex does with one
   * man among women, its coefficient is infinite and the others are what they are beside that.
   *
   * @param x [n][p] covariates, finite
   * @throws NonConverged the first has no maximum, or covariates follow from each other
   */
  public static CoxFit fitFirst(FollowUp data, double[][] x, Ties ties) throws NonConverged {
    return fit(data, x, ties, 0, 1);
  }

  /** Where the first {@code asked} covariates have a maximum. */
  private static CoxFit fit(FollowUp data, double[][] x, Ties ties, double ridge, int asked)
      throws NonConverged {
    int p = x.length == 0 ? 0 : x[0].length;
    if (data.events() == 0) {
      throw new NonConverged("there is no event", -1);
    }
    double[] sd = new double[p];
    double[][] scaled = scaled(x, sd);
    double[] penalty = Arrays.stream(sd).map(s -> ridge / (s * s)).toArray();
    var likelihood = new PartialLikelihood(data, scaled, ties);
    double[] b = new double[p];
    PartialLikelihood.Value none = likelihood.at(b);
    for (int j = 0; j < p; j++) {
      if (none.information()[j][j] + penalty[j] <= ROUNDING * data.events()) {
        throw new NonConverged(
            "it is the same in all who are at risk together, in one stratum, at an event", j);
      }
    }
    PartialLikelihood.Value now = none;
    for (int step = 0; ; step++) {
      double[] direction = direction(now, b, penalty, step == 0);
      double before = penalised(now, b, penalty);
      double[] next = plus(b, direction, 1);
      PartialLikelihood.Value then = likelihood.at(next);
      for (int half = 1; !(penalised(then, next, penalty) >= before - slack(before)); half++) {
        if (half > 30) {
          throw new NonConverged("no step makes it likelier", -1);
        }
        next = plus(b, direction, Math.scalb(1.0, -half));
        then = likelihood.at(next);
      }
      b = next;
      now = then;
      boolean rises = !(Math.abs(penalised(now, b, penalty) - before) <= slack(before));
      if (!rises || step == STEPS) {
        double[] last = direction(now, b, penalty, false);
        requireMaximum(b, last, asked);
        if (rises) {
          throw new NonConverged("no maximum after " + STEPS + " steps", -1);
        }
        b = plus(b, last, 1); // this step is free: R stops earlier
        break;
      }
    }
    now = likelihood.at(b);
    try {
      return CoxFit.of(data, likelihood, none, now, b, sd, penalty);
    } catch (Cholesky.Singular e) { // on the way there it still had an inverse
      throw separated(e.row);
    }
  }

  /** Blames the covariate that goes on most. */
  private static void requireMaximum(double[] b, double[] step, int asked) throws NonConverged {
    int most = 0;
    for (int j = 1; j < asked; j++) {
      most = further(b, step, j) > further(b, step, most) ? j : most;
    }
    if (asked > 0 && further(b, step, most) > DIVERGES) {
      throw new NonConverged("its events are separated", most);
    }
  }

  /** Of a covariate whose row of the information had an inverse on the way. */
  private static NonConverged separated(int row) {
    String with = row == 0 ? "" : " together with those before it";
    return new NonConverged("its events are separated" + with, row);
  }

  private static double further(double[] b, double[] step, int j) {
    return Math.abs(step[j]) / (1 + Math.abs(b[j]));
  }

  private static double slack(double of) {
    return ENOUGH * Math.max(1, Math.abs(of));
  }

  private static double[][] scaled(double[][] x, double[] sd) throws NonConverged {
    int n = x.length;
    int p = sd.length;
    double[][] scaled = new double[n][p];
    double[] mean = new double[p];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        scaled[i][j] = x[i][j] - x[0][j]; // what does not vary is 0 to the last digit
        mean[j] += scaled[i][j] / n;
      }
    }
    for (double[] row : scaled) {
      for (int j = 0; j < p; j++) {
        row[j] -= mean[j];
        sd[j] += row[j] * row[j];
      }
    }
    for (int j = 0; j < p; j++) {
      sd[j] = Math.sqrt(sd[j] / n);
      if (!(sd[j] > 0) || !Double.isFinite(sd[j])) {
        throw new NonConverged(
            sd[j] == 0
                ? "it is the same in all subjects"
                : "its values are not finite, or too large to be squared; give it in another unit",
            j);
      }
    }
    for (double[] row : scaled) {
      for (int j = 0; j < p; j++) {
        row[j] /= sd[j];
      }
    }
    return scaled;
  }

  private static double[] direction(
      PartialLikelihood.Value at, double[] b, double[] penalty, boolean first) throws NonConverged {
    double[] score = at.score().clone();
    for (int j = 0; j < b.length; j++) {
      score[j] -= penalty[j] * b[j];
    }
    try {
      return Cholesky.of(bent(at, penalty)).solve(score);
    } catch (Cholesky.Singular e) {
      throw first ? new NonConverged("it follows from those before it", e.row) : separated(e.row);
    }
  }

  /** The information, with what the penalty adds. */
  static double[][] bent(PartialLikelihood.Value at, double[] penalty) {
    double[][] bent = Arrays.stream(at.information()).map(double[]::clone).toArray(double[][]::new);
    for (int j = 0; j < penalty.length; j++) {
      bent[j][j] += penalty[j];
    }
    return bent;
  }

  private static double penalised(PartialLikelihood.Value at, double[] b, double[] penalty) {
    double log = at.logLikelihood();
    for (int j = 0; j < b.length; j++) {
      log -= penalty[j] / 2 * b[j] * b[j];
    }
    return log;
  }

  private static double[] plus(double[] b, double[] direction, double by) {
    double[] sum = b.clone();
    for (int j = 0; j < b.length; j++) {
      sum[j] += by * direction[j];
    }
    return sum;
  }
}
