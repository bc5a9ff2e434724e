package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Tail of a permutation distribution: the sum of scores over an arm whose size is fixed within each
 * stratum. Skovgaard's (1987) double saddlepoint approximation, with Daniels' (1987) correction for
 * a lattice. It has small relative error far into the tail, where the normal approximation has not.
 */
final class Saddlepoint {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int STEPS = 100;
  private static final double ROUNDING = 1e-9;
  private static final double FLUSH = 1e300;

  private final double[][] scores;
  private final int[][] counts;
  private final int[] arm;
  private final double[] shift; // log odds of each stratum at the present tilt
  private final double[] drift; // their slope along the tilt
  private double tilt;
  private double information; // product of their information, as a logarithm
  private double sum;
  private double spread;
  private double rough = 1;

  /**
   * Prepares.
   *
   * @param scores [K][levels] distinct scores per stratum, of mean 0, overall of order 1
   * @param counts [K][levels] subjects with each
   * @param arm [K] subjects of the arm, at least 1 and fewer than all
   */
  Saddlepoint(double[][] scores, int[][] counts, int[] arm) {
    this.scores = scores;
    this.counts = counts;
    this.arm = arm;
    this.shift = new double[arm.length];
    this.drift = new double[arm.length];
    for (int s = 0; s < arm.length; s++) {
      shift[s] = Math.log(arm[s] / (double) (Arrays.stream(counts[s]).sum() - arm[s]));
    }
  }

  /**
   * P(sum >= at), for at above the mean 0.
   *
   * @param span distance of neighbouring sums, 0 if there are many
   */
  double tail(double at, double span) {
    double target = at - span / 2;
    double greatest = greatest();
    if (target > greatest * (1 - ROUNDING)) {
      return target > greatest * (1 + ROUNDING) ? 0 : Math.exp(logGreatest());
    }
    double cumulant0 = untilted();
    double information0 = information;
    double t = solve(target);
    double r = Math.sqrt(2 * Math.max(0, cumulant0 - (cumulant(t) - t * target)));
    double lattice = span == 0 ? t : 2 * Math.sinh(span * t / 2) / span;
    double u = lattice * Math.sqrt(spread) * Math.exp((information - information0) / 2);
    double tail = NORMAL.survivalProbability(r) + NORMAL.density(r) * (1 / u - 1 / r);
    rough = Math.exp(-r * r / 2);
    return Math.clamp(tail, 0, 1);
  }

  /**
   * About the tail asked for last, and never far above it: near an end of the sums, u of the
   * approximation may be next to nothing.
   */
  double rough() {
    return rough;
  }

  /** The largest sum of such an arm. */
  private double greatest() {
    double greatest = 0;
    for (int s = 0; s < arm.length; s++) {
      int left = arm[s];
      for (int g = scores[s].length - 1; left > 0; g--) {
        int taken = Math.min(left, counts[s][g]);
        greatest += taken * scores[s][g];
        left -= taken;
      }
    }
    return greatest;
  }

  /** Logarithm of the probability of the largest sum. */
  private double logGreatest() {
    double log = 0;
    for (int s = 0; s < arm.length; s++) {
      int left = arm[s];
      for (int g = scores[s].length - 1; left > 0; g--) {
        int taken = Math.min(left, counts[s][g]);
        log += logChoose(counts[s][g], taken);
        left -= taken;
      }
      log -= logChoose(Arrays.stream(counts[s]).sum(), arm[s]);
    }
    return log;
  }

  private static double logChoose(int n, int k) {
    double log = 0;
    for (int i = 1; i <= k; i++) {
      log += Math.log((n - k + i) / (double) i);
    }
    return log;
  }

  /** The tilt under which the expected sum is the target: Newton steps, held within bounds. */
  private double solve(double target) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double t = 0;
    for (int step = 0; step < STEPS; step++) {
      double off = target - sum;
      if (Math.abs(off) <= 1e-9 * target) {
        return t;
      }
      if (off > 0) {
        low = t;
      } else {
        high = t;
      }
      double next = t + off / spread;
      if (!(next > low && next < high)) {
        next = Double.isInfinite(high) ? 2 * low + 1 : (low + high) / 2;
      }
      t = next;
      tilt(t);
    }
    return t;
  }

  /** The same at tilt 0, where all subjects of a stratum are as likely; returns the cumulant. */
  private double untilted() {
    double cumulant = 0;
    for (int s = 0; s < arm.length; s++) {
      double n = 0;
      double first = 0;
      double second = 0;
      for (int g = 0; g < scores[s].length; g++) {
        double weighted = counts[s][g] * scores[s][g];
        n += counts[s][g];
        first += weighted;
        second += weighted * scores[s][g];
      }
      double share = arm[s] / n;
      double variance = share * (1 - share);
      sum += share * first;
      spread += variance * (second - first * first / n);
      information += Math.log(n * variance);
      drift[s] = -first / n;
      cumulant -= n * Math.log1p(-share) + shift[s] * arm[s];
    }
    return cumulant;
  }

  /** Moments of independent draws at tilt t, their number expected to be the size of the arm. */
  private void tilt(double t) {
    sum = 0;
    spread = 0;
    information = 0;
    for (int s = 0; s < arm.length; s++) {
      shift[s] += drift[s] * (t - tilt); // near enough that a step or two are left
      stratum(s, t);
    }
    tilt = t;
  }

  private void stratum(int s, double t) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double[] score = scores[s];
    double centre = -drift[s]; // near their mean: squares of what is left do not cancel
    for (int step = 0; ; step++) {
      double expected = 0;
      double expectedScore = 0;
      double a = 0;
      double b = 0;
      double c = 0;
      for (int g = 0; g < score.length; g++) {
        double log = shift[s] + t * score[g];
        double e = Math.exp(-Math.abs(log));
        double share = 1 / (1 + e);
        double mean = counts[s][g] * (log > 0 ? share : e * share);
        double variance = counts[s][g] * e * share * share;
        expected += mean;
        expectedScore += mean * score[g];
        a += variance;
        double from = score[g] - centre;
        b += variance * from;
        c += variance * from * from;
      }
      double off = arm[s] - expected;
      if (Math.abs(off) <= 1e-10 * arm[s] || step == STEPS) {
        sum += expectedScore;
        spread += c - b * b / a;
        information += Math.log(a);
        drift[s] = -centre - b / a;
        return;
      }
      if (off > 0) {
        low = shift[s];
      } else {
        high = shift[s];
      }
      double next = shift[s] + Math.clamp(off / a, -3, 3);
      shift[s] = next > low && next < high ? next : (low + high) / 2;
    }
  }

  /** Cumulant generating function at the present tilt t. */
  private double cumulant(double t) {
    double cumulant = 0;
    double product = 1; // of 1 + e^-|log| where one subject has the score: one logarithm of many
    for (int s = 0; s < arm.length; s++) {
      for (int g = 0; g < scores[s].length; g++) {
        double log = shift[s] + t * scores[s][g];
        double e = Math.exp(-Math.abs(log));
        int count = counts[s][g];
        cumulant += count * Math.max(0, log);
        if (count > 1) {
          cumulant += count * Math.log(1 + e);
        } else {
          product *= 1 + e;
          if (product > FLUSH) {
            cumulant += Math.log(product);
            product = 1;
          }
        }
      }
      cumulant -= shift[s] * arm[s];
    }
    return cumulant + Math.log(product);
  }
}
