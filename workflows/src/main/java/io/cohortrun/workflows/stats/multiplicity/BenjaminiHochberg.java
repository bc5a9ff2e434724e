package io.cohortrun.workflows.stats.multiplicity;

import java.util.Arrays;

/**
 * A family of tests that are told one by one and corrected when all are known (Benjamini and
 * Hochberg 1995): 16 bytes a test, so that millions need not be held. A NaN is no test.
 */
public final class BenjaminiHochberg {

  private double[] p = new double[16];
  private int tests;
  private double[] q; // of the sorted p; null until all are known

  /** Takes a test's p. */
  public void add(double one) {
    if (q != null) {
      throw new IllegalStateException("a family that was corrected takes no more tests");
    }
    if (Double.isNaN(one)) {
      return;
    }
    if (tests == p.length) {
      p = Arrays.copyOf(p, 2 * tests);
    }
    p[tests++] = one;
  }

  /** Tests m. */
  public int size() {
    return tests;
  }

  /** q_(i) = min over j >= i of m p_(j) / j, of a p that was taken; NaN of NaN. */
  public double q(double of) {
    correct();
    return Double.isNaN(of) ? of : q[Arrays.binarySearch(p, of)];
  }

  /** Tests whose q is below this. */
  public int below(double level) {
    correct();
    int below = 0;
    while (below < tests && q[below] < level) {
      below++;
    }
    return below;
  }

  private void correct() {
    if (q != null) {
      return;
    }
    p = Arrays.copyOf(p, tests);
    Arrays.sort(p);
    q = new double[tests];
    double least = 1;
    for (int j = tests; j >= 1; j--) {
      least = Math.min(least, p[j - 1] * tests / j);
      q[j - 1] = least;
    }
  }
}
