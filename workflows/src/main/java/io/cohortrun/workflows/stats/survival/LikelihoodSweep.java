package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * One stratum's part of the partial likelihood, its score and its information. A pass over the
 * event times, latest first, finds of each subject the hazard that its risk sets add up to: events
 * less what is expected of each are the score, and a subject's x x' counts as often as events are
 * expected of it, so that second moments of risk sets are never built.
 */
final class LikelihoodSweep {

  private final int n;
  private final double[] x; // [n * p], by time, latest first
  private final int p;
  private final double[] time;
  private final boolean[] event;
  private final int[] leaving; // places in this order, by entry, latest first
  private final double[] leaves; // their entries
  private final boolean efron;
  private final int deaths;
  private final Columns columns;

  LikelihoodSweep(FollowUp data, int[] stratum, double[][] covariates, boolean efron) {
    this.n = stratum.length;
    this.p = covariates[0].length;
    this.efron = efron;
    double[] times = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = data.time()[stratum[i]];
    }
    int[] order = latestFirst(times);
    this.x = new double[n * p];
    this.time = new double[n];
    this.event = new boolean[n];
    double[] entry = new double[n];
    for (int i = 0; i < n; i++) {
      int row = stratum[order[i]];
      System.arraycopy(covariates[row], 0, x, i * p, p);
      time[i] = data.time()[row];
      event[i] = data.event()[row];
      entry[i] = data.entry()[row];
    }
    int died = 0;
    for (boolean one : event) {
      died += one ? 1 : 0;
    }
    this.deaths = died;
    this.columns = new Columns(x, p);
    int late = (int) Arrays.stream(entry).filter(e -> e > Double.NEGATIVE_INFINITY).count();
    this.leaving = late == 0 ? new int[0] : Arrays.copyOf(latestFirst(entry), late);
    this.leaves = new double[late];
    for (int i = 0; i < late; i++) {
      leaves[i] = entry[leaving[i]];
    }
  }

  /** Places of the values, largest first, equal ones in their order. */
  private static int[] latestFirst(double[] values) {
    double[] levels = Arrays.stream(values).sorted().distinct().toArray();
    int[] level = new int[values.length];
    int[] next = new int[levels.length + 1];
    for (int i = 0; i < values.length; i++) {
      level[i] = levels.length - 1 - Arrays.binarySearch(levels, values[i]);
      next[level[i] + 1]++;
    }
    for (int l = 0; l < levels.length; l++) {
      next[l + 1] += next[l];
    }
    int[] order = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      order[next[level[i]]++] = i;
    }
    return order;
  }

  /**
   * Adds to score and information (its lower triangle) what the stratum gives.
   *
   * @return the log likelihood
   */
  double add(double[] b, double[] score, double[][] information) {
    Pass pass = new Pass(columns.products(b), true);
    addResiduals(pass, score);
    columns.addSquares(pass.expected, information);
    addMeans(pass, information);
    return pass.log;
  }

  /** The same of the score alone, several times as fast. */
  double add(double[] b, double[] score) {
    Pass pass = new Pass(columns.products(b), false);
    addResiduals(pass, score);
    return pass.log;
  }

  /** What one pass finds at some coefficients. */
  private final class Pass {

    private final double[] weight = new double[n]; // e^eta
    private final double[] expected = new double[n]; // events, of each subject
    private double log;
    // At each time of death, latest first; of its deaths, with the share l / d of the tied ones
    // that is off and s0 the weight at risk less that share: sums of 1, share, share^2 over s0^2.
    private final double[] whole;
    private final double[] mixed;
    private final double[] partial;

    /**
     * Passes.
     *
     * @param eta [n] b'x
     * @param bends whether means of risk sets are wanted
     */
    Pass(double[] eta, boolean bends) {
      whole = new double[bends ? deaths : 0];
      mixed = new double[bends ? deaths : 0];
      partial = new double[bends ? deaths : 0];
      double most = Double.NEGATIVE_INFINITY; // e^eta stays within range
      for (double one : eta) {
        most = Math.max(most, one);
      }
      double atRisk = 0;
      double passed = 0; // hazard
      int times = 0;
      int left = 0;
      for (int from = 0; from < n; ) {
        int to = from;
        int together = 0;
        double dead = 0;
        while (to < n && time[to] == time[from]) {
          weight[to] = Math.exp(eta[to] - most);
          atRisk += weight[to];
          expected[to] = -passed;
          if (event[to]) {
            together++;
            dead += weight[to];
            log += eta[to] - most;
          }
          to++;
        }
        if (together > 0) {
          for (; left < leaving.length && leaves[left] >= time[from]; left++) {
            atRisk -= weight[leaving[left]];
            expected[leaving[left]] += passed;
          }
          double spared = 0;
          for (int l = 0; l < together; l++) {
            double part = efron ? (double) l / together : 0;
            double s0 = atRisk - part * dead;
            log -= Math.log(s0);
            double hazard = 1 / s0;
            passed += hazard;
            spared += part * hazard;
            if (bends) {
              whole[times] += hazard * hazard;
              mixed[times] += part * hazard * hazard;
              partial[times] += part * part * hazard * hazard;
            }
          }
          times++;
          for (int i = from; i < to && spared > 0; i++) {
            expected[i] -= event[i] ? spared : 0;
          }
        }
        from = to;
      }
      for (int i = 0; i < n; i++) {
        expected[i] += passed;
      }
      for (int j = 0; j < left; j++) {
        expected[leaving[j]] -= passed;
      }
      for (int i = 0; i < n; i++) {
        expected[i] *= weight[i];
      }
    }
  }

  private void addResiduals(Pass pass, double[] score) {
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      residual[i] = (event[i] ? 1 : 0) - pass.expected[i];
    }
    columns.addSum(residual, score);
  }

  /**
   * Takes the squares of the means of risk sets off. The means at the deaths of one time are sum -
   * share tied, over s0: two squares hold theirs.
   */
  private void addMeans(Pass pass, double[][] information) {
    double[] sum = new double[p];
    double[] tied = new double[p];
    double[] means = new double[p * deaths];
    double[] bends = new double[deaths]; // how often the square of each counts
    int count = 0;
    int times = 0;
    int left = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      int together = 0;
      Arrays.fill(tied, 0);
      while (to < n && time[to] == time[from]) {
        plus(sum, pass.weight[to], to);
        if (event[to]) {
          together++;
          plus(tied, pass.weight[to], to);
        }
        to++;
      }
      if (together > 0) {
        for (; left < leaving.length && leaves[left] >= time[from]; left++) {
          plus(sum, -pass.weight[leaving[left]], leaving[left]);
        }
        double along = pass.mixed[times] / pass.whole[times];
        int row = p * count;
        bends[count++] = -pass.whole[times];
        for (int j = 0; j < p; j++) {
          means[row + j] = sum[j] - along * tied[j];
        }
        if (pass.mixed[times] > 0) {
          bends[count++] = pass.mixed[times] * along - pass.partial[times];
          System.arraycopy(tied, 0, means, row + p, p);
        }
        times++;
      }
      from = to;
    }
    addSquares(information, means, bends, count);
  }

  private void plus(double[] sum, double weight, int i) {
    int row = i * p;
    for (int j = 0; j < sum.length; j++) {
      sum[j] += weight * x[row + j];
    }
  }

  /** Adds weighted x x' of each row, four rows at a time: the sums are loaded and stored less. */
  private static void addSquares(double[][] sum, double[] rows, double[] weight, int n) {
    int p = sum.length;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      int a = i * p;
      int b = a + p;
      int c = b + p;
      int d = c + p;
      for (int j = 0; j < p; j++) {
        double wa = weight[i] * rows[a + j];
        double wb = weight[i + 1] * rows[b + j];
        double wc = weight[i + 2] * rows[c + j];
        double wd = weight[i + 3] * rows[d + j];
        double[] to = sum[j];
        for (int k = 0; k <= j; k++) {
          to[k] += wa * rows[a + k] + wb * rows[b + k] + wc * rows[c + k] + wd * rows[d + k];
        }
      }
    }
    for (; i < n; i++) {
      for (int j = 0; j < p; j++) {
        double w = weight[i] * rows[i * p + j];
        for (int k = 0; k <= j; k++) {
          sum[j][k] += w * rows[i * p + k];
        }
      }
    }
  }
}
