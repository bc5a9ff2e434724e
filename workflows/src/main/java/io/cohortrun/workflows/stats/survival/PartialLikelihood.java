package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import java.util.List;

/** Cox's partial likelihood, its score and its information at given coefficients. */
final class PartialLikelihood {

  /**
   * One event time: the sum of Schoenfeld residuals [p] and the information [p][p] that it adds.
   */
  interface EventTime {
    void at(double time, int events, double[] residual, double[][] information);
  }

  private final FollowUp data;
  private final double[][] x;
  private final CoxModel.Ties ties;
  private final int p;
  private final List<LikelihoodSweep> sweeps;

  PartialLikelihood(FollowUp data, double[][] x, CoxModel.Ties ties) {
    this.data = data;
    this.x = x;
    this.ties = ties;
    this.p = x.length == 0 ? 0 : x[0].length;
    boolean efron = ties == CoxModel.Ties.EFRON;
    this.sweeps =
        Arrays.stream(data.strata())
            .map(rows -> new LikelihoodSweep(data, rows, x, efron))
            .toList();
  }

  /** What the likelihood is and how it bends. */
  record Value(double logLikelihood, double[] score, double[][] information) {

    Slope slope() {
      return new Slope(logLikelihood, score);
    }
  }

  /** What the likelihood is and where it rises. */
  record Slope(double logLikelihood, double[] score) {}

  /** b'x of each subject. */
  double[] predictor(double[] b) {
    double[] eta = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < p; j++) {
        eta[i] += b[j] * x[i][j];
      }
    }
    return eta;
  }

  Value at(double[] b) {
    double[] score = new double[p];
    double[][] information = new double[p][p];
    double log = 0;
    for (LikelihoodSweep sweep : sweeps) {
      log += sweep.add(b, score, information);
    }
    for (int j = 0; j < p; j++) {
      for (int k = 0; k < j; k++) {
        information[k][j] = information[j][k];
      }
    }
    return new Value(log, score, information);
  }

  /** The same without how it bends, several times as fast. */
  Slope slope(double[] b) {
    double[] score = new double[p];
    double log = 0;
    for (LikelihoodSweep sweep : sweeps) {
      log += sweep.add(b, score);
    }
    return new Slope(log, score);
  }

  /** Visits event times, stratum by stratum. */
  void eachTime(double[] b, EventTime visitor) {
    double[] eta = predictor(b);
    double most = Arrays.stream(eta).max().orElse(0); // e^eta stays within range
    for (int[] rows : data.strata()) {
      new RiskSets(data.only(rows)).latestFirst(new Sums(rows, eta, most, visitor));
    }
  }

  /** Sums over the risk set of one stratum: of e^eta, e^eta x, e^eta x x'. */
  private final class Sums implements RiskSets.Visitor {

    private final int[] rows;
    private final double[] eta;
    private final double most;
    private final EventTime visitor;
    private final Moments atRisk = new Moments(p);

    Sums(int[] rows, double[] eta, double most, EventTime visitor) {
      this.rows = rows;
      this.eta = eta;
      this.most = most;
      this.visitor = visitor;
    }

    private double weight(int row) {
      return Math.exp(eta[row] - most);
    }

    @Override
    public void enters(int i) {
      atRisk.add(weight(rows[i]), x[rows[i]]);
    }

    @Override
    public void leaves(int i) {
      atRisk.add(-weight(rows[i]), x[rows[i]]);
    }

    @Override
    public void events(double time, int[] dead) {
      var tied = new Moments(p);
      double[] residual = new double[p];
      for (int i : dead) {
        int row = rows[i];
        tied.add(weight(row), x[row]);
        for (int j = 0; j < p; j++) {
          residual[j] += x[row][j];
        }
      }
      double[][] information = new double[p][p];
      for (int l = 0; l < dead.length; l++) {
        double part = ties == CoxModel.Ties.EFRON ? (double) l / dead.length : 0;
        double s0 = atRisk.sum - part * tied.sum;
        double[] mean = new double[p];
        for (int j = 0; j < p; j++) {
          mean[j] = (atRisk.first[j] - part * tied.first[j]) / s0;
          residual[j] -= mean[j];
        }
        for (int j = 0; j < p; j++) {
          for (int k = 0; k <= j; k++) {
            double second = (atRisk.second[j][k] - part * tied.second[j][k]) / s0;
            double bend = second - mean[j] * mean[k];
            information[j][k] += bend;
            if (k < j) {
              information[k][j] += bend;
            }
          }
        }
      }
      visitor.at(time, dead.length, residual, information);
    }
  }

  /** Weighted sums of 1, x and x x' (its lower triangle). */
  private static final class Moments {

    private double sum;
    private final double[] first;
    private final double[][] second;

    Moments(int p) {
      first = new double[p];
      second = new double[p][p];
    }

    void add(double weight, double[] of) {
      sum += weight;
      for (int j = 0; j < first.length; j++) {
        double wx = weight * of[j];
        first[j] += wx;
        for (int k = 0; k <= j; k++) {
          second[j][k] += wx * of[k];
        }
      }
    }
  }
}
