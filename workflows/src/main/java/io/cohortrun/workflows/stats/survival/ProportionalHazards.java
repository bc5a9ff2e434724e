package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether hazard ratios change with time (Grambsch and Therneau 1994, as a score test, the way of
 * R's survival from 3.0): each covariate times 1 - S(t-), S pooled Kaplan-Meier. A flag, not a
 * gate.
 *
 * @param chiSquared [p] of each covariate, one degree of freedom
 * @param global chi-squared of all at once, p degrees of freedom
 */
public record ProportionalHazards(double[] chiSquared, double global) {

  static ProportionalHazards test(FollowUp data, PartialLikelihood likelihood, double[] b) {
    int p = b.length;
    KaplanMeier pooled = KaplanMeier.of(data);
    double[] score = new double[2 * p];
    double[][] bend = new double[2 * p][2 * p];
    likelihood.eachTime(
        b,
        (time, events, residual, information) -> {
          double g = 1 - pooled.survivalBefore(time); // any constant in it is the coefficients'
          for (int j = 0; j < p; j++) {
            score[j] += residual[j];
            score[p + j] += g * residual[j];
            for (int k = 0; k < p; k++) {
              double v = information[j][k];
              bend[j][k] += v;
              bend[p + j][k] += g * v;
              bend[j][p + k] += g * v;
              bend[p + j][p + k] += g * g * v;
            }
          }
        });
    double[] each = new double[p];
    for (int j = 0; j < p; j++) {
      int[] one = Arrays.copyOf(identity(p), p + 1);
      one[p] = p + j;
      each[j] = statistic(score, bend, one);
    }
    return new ProportionalHazards(each, statistic(score, bend, identity(2 * p)));
  }

  /** p of covariate {@code j}. */
  public double p(int j) {
    return ChiSquaredDistribution.of(1).survivalProbability(chiSquared[j]);
  }

  /** p of all covariates. */
  public double globalP() {
    return ChiSquaredDistribution.of(chiSquared.length).survivalProbability(global);
  }

  private static int[] identity(int n) {
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** NaN where too few event times tell a change from none. */
  private static double statistic(double[] score, double[][] bend, int[] of) {
    double[] u = Arrays.stream(of).mapToDouble(j -> score[j]).toArray();
    double[][] v =
        Arrays.stream(of)
            .mapToObj(j -> Arrays.stream(of).mapToDouble(k -> bend[j][k]).toArray())
            .toArray(double[][]::new);
    try {
      return Cholesky.of(v).quadratic(u);
    } catch (Cholesky.Singular e) {
      return Double.NaN;
    }
  }
}
