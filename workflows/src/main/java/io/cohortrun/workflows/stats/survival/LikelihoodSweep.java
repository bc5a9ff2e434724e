package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;

/**
 * One stratum's part of the partial likelihood, its score and its information, in one pass over the
 * event times, latest first. The second moments of the risk sets are never built: a subject's x x'
 * counts with the hazard that its risk sets add up to, which is known at the end of the pass.
 */
final class LikelihoodSweep {

  private final int[] rows; // by time, latest first
  private final double[] x; // [n * p] in this order
  private final int p;
  private final double[] time;
  private final boolean[] event;
  private final int[] leaving; // places in this order, by entry, latest first
  private final double[] leaves; // their entries
  private final boolean efron;
  private final int deaths;
  private final WeightedSquares squares;

  LikelihoodSweep(FollowUp data, int[] stratum, double[][] covariates, boolean efron) {
    int n = stratum.length;
    this.p = covariates[0].length;
    this.efron = efron;
    double[] times = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = data.time()[stratum[i]];
    }
    int[] order = latestFirst(times);
    this.rows = new int[n];
    this.x = new double[n * p];
    this.time = new double[n];
    this.event = new boolean[n];
    double[] entry = new double[n];
    for (int i = 0; i < n; i++) {
      rows[i] = stratum[order[i]];
      System.arraycopy(covariates[rows[i]], 0, x, i * p, p);
      time[i] = data.time()[rows[i]];
      event[i] = data.event()[rows[i]];
      entry[i] = data.entry()[rows[i]];
    }
    int died = 0;
    for (boolean one : event) {
      died += one ? 1 : 0;
    }
    this.deaths = died;
    this.squares = new WeightedSquares(x, p);
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
   * @param eta [all subjects] b'x
   * @param most the largest of them: e^eta stays within range
   * @return the log likelihood
   */
  double add(double[] eta, double most, double[] score, double[][] information) {
    int n = rows.length;
    double[] weight = new double[n];
    double[] hazard = new double[n]; // less what had passed when the subject came under risk
    double[] sum = new double[p];
    double[] tied = new double[p];
    double[] means = new double[p * deaths]; // of the covariates at times of death
    double[] bends = new double[deaths]; // how often each counts
    int rowsOfMeans = 0;
    double at = 0;
    double passed = 0;
    double log = 0;
    int left = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      int together = 0;
      double dead = 0;
      Arrays.fill(tied, 0);
      while (to < n && time[to] == time[from]) {
        weight[to] = Math.exp(eta[rows[to]] - most);
        at += weight[to];
        plus(sum, weight[to], to);
        hazard[to] = -passed;
        if (event[to]) {
          together++;
          dead += weight[to];
          plus(tied, weight[to], to);
          plus(score, 1, to);
          log += eta[rows[to]] - most;
        }
        to++;
      }
      if (together > 0) {
        for (; left < leaving.length && leaves[left] >= time[from]; left++) {
          int i = leaving[left];
          at -= weight[i];
          plus(sum, -weight[i], i);
          hazard[i] += passed;
          weight[i] = -weight[i]; // has left
        }
      }
      // The means at the deaths of one time are sum - part tied, over s0: two squares hold theirs.
      double jumps = 0;
      double spared = 0;
      double whole = 0;
      double mixed = 0;
      double partial = 0;
      for (int l = 0; l < together; l++) {
        double part = efron ? (double) l / together : 0;
        double s0 = at - part * dead;
        log -= Math.log(s0);
        jumps += 1 / s0;
        spared += part / s0;
        whole += 1 / (s0 * s0);
        mixed += part / (s0 * s0);
        partial += part * part / (s0 * s0);
      }
      passed += jumps;
      if (together > 0) {
        double along = mixed / whole;
        int row = p * rowsOfMeans;
        bends[rowsOfMeans++] = -whole;
        for (int j = 0; j < p; j++) {
          score[j] -= jumps * sum[j] - spared * tied[j];
          means[row + j] = sum[j] - along * tied[j];
        }
        if (spared > 0) {
          bends[rowsOfMeans++] = mixed * along - partial;
          System.arraycopy(tied, 0, means, row + p, p);
        }
      }
      for (int i = from; i < to && spared > 0; i++) {
        hazard[i] -= event[i] ? spared : 0;
      }
      from = to;
    }
    for (int i = 0; i < n; i++) {
      weight[i] = weight[i] < 0 ? -weight[i] * hazard[i] : weight[i] * (hazard[i] + passed);
    }
    squares.add(weight, information);
    addSquares(information, means, bends, rowsOfMeans);
    return log;
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
