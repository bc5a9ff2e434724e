package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Partial rank correlation within strata: rank scores of feature and attribute, less what the
 * scores of other variables explain.
 */
final class Given {

  private final BitSet present;
  private final int[] strata;
  private final List<double[]> basis = new ArrayList<>();
  private final int lost;

  /**
   * @param others [g][patients] what is held fixed; only patients of whom all are known take part
   * @param present patients of whom feature and attribute are known
   */
  Given(List<double[]> others, int[] strata, BitSet present) {
    this.strata = strata;
    this.present = (BitSet) present.clone();
    for (double[] other : others) {
      this.present.and(Rows.known(other));
    }
    Rows.dropAlone(this.present, strata);
    for (double[] other : others) {
      double[] rest = residual(other);
      if (rest.length > 0) {
        basis.add(rest);
      }
    }
    lost = Rows.occupied(this.present, strata) + basis.size() + 1;
  }

  /** Unit vector of what is left of a variable; empty if nothing is. */
  double[] residual(double[] values) {
    double[] rest = Ranking.of(values, strata, present).scores();
    double before = dot(rest, rest);
    for (double[] one : basis) {
      double along = dot(rest, one);
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= along * one[i];
      }
    }
    double left = dot(rest, rest);
    if (!(left > 1e-9 * before)) { // follows from the others, or does not vary
      return new double[0];
    }
    double length = Math.sqrt(left);
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= length;
    }
    return rest;
  }

  /** Correlation of two residuals; df N - K - 1 - g. */
  Tested.Conditional correlation(double[] x, double[] y) {
    int n = present.cardinality();
    if (x.length == 0 || y.length == 0 || n - lost < 1) {
      return Tested.Conditional.UNKNOWN;
    }
    Correlation partial = Correlation.of(n, dot(x, y), n - lost);
    return new Tested.Conditional(partial.r(), partial.p());
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
