package io.cohortrun.workflows.stats.association;

/**
 * Fisher's exact test of the table a b / c d (1935), all margins fixed.
 *
 * @param p two-sided: of all tables that are no likelier than this one
 * @param greater one-sided: of tables with at least a
 * @param sampleOdds a d / (b c), as SciPy reports
 * @param conditionalOdds the ratio under which the expected a is a, as R reports; 0 or infinite at
 *     the ends
 */
public record FisherExact(double p, double greater, double sampleOdds, double conditionalOdds) {

  /** Tables whose probability differs by less than this share are as likely as each other. */
  private static final double EQUAL = 1e-7;

  /** Tests. */
  public static FisherExact test(int a, int b, int c, int d) {
    int lo = Math.max(0, a - d);
    int hi = Math.min(a + b, a + c);
    double[] log = weights(a, b, c, d, lo, hi);
    double[] probability = tilted(log, lo, 0);
    double here = probability[a - lo] * (1 + EQUAL);
    double both = 0;
    double greater = 0;
    for (int k = hi; k >= lo; k--) {
      both += probability[k - lo] <= here ? probability[k - lo] : 0;
      greater += k >= a ? probability[k - lo] : 0;
    }
    double odds = (double) a * d / ((double) b * c);
    return new FisherExact(
        Math.min(1, both), Math.min(1, greater), odds, conditional(log, a, lo, hi));
  }

  /** Logarithms of C(a + b, k) C(c + d, a + c - k), k = lo..hi, up to a constant. */
  private static double[] weights(int a, int b, int c, int d, int lo, int hi) {
    double[] log = new double[hi - lo + 1];
    for (int k = lo; k < hi; k++) {
      double up = (double) (a + b - k) * (a + c - k);
      double down = (k + 1.0) * (d - a + k + 1.0);
      log[k - lo + 1] = log[k - lo] + Math.log(up / down);
    }
    return log;
  }

  /** Probabilities at this log odds ratio. */
  private static double[] tilted(double[] log, int lo, double logOdds) {
    double[] tilted = new double[log.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < log.length; k++) {
      tilted[k] = log[k] + logOdds * (lo + k);
      most = Math.max(most, tilted[k]);
    }
    double sum = 0;
    for (int k = 0; k < log.length; k++) {
      tilted[k] = Math.exp(tilted[k] - most);
      sum += tilted[k];
    }
    for (int k = 0; k < log.length; k++) {
      tilted[k] /= sum;
    }
    return tilted;
  }

  private static double conditional(double[] log, int a, int lo, int hi) {
    if (lo == hi) {
      return Double.NaN;
    }
    if (a == lo) {
      return 0;
    }
    if (a == hi) {
      return Double.POSITIVE_INFINITY;
    }
    double below = -1;
    double above = 1;
    while (mean(log, lo, below) > a) {
      below *= 2;
    }
    while (mean(log, lo, above) < a) {
      above *= 2;
    }
    for (int halved = 0; halved < 200 && above - below > 1e-14 * Math.abs(above); halved++) {
      double middle = (below + above) / 2;
      if (mean(log, lo, middle) < a) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return Math.exp((below + above) / 2);
  }

  private static double mean(double[] log, int lo, double logOdds) {
    double[] probability = tilted(log, lo, logOdds);
    double mean = 0;
    for (int k = 0; k < log.length; k++) {
      mean += (lo + k) * probability[k];
    }
    return mean;
  }
}
