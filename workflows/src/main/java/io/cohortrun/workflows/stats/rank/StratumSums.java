package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;

/**
 * What each stratum adds to van Elteren's test of an arm. It is summed once; leaving strata out is
 * adding up the others.
 */
public final class StratumSums {

  /** Scores rank / (n_s + 1) lie no farther from the mean of their stratum. */
  private static final double FARTHEST = 0.5;

  private final Ranking ranking;
  private final Ranking.ArmSums sums;
  private final int count; // of strata with both arms and differing values
  private final int[] strata; // [count] which
  private final double[] off; // [count] rank sum less its mean, weighted by 1 / (n_s + 1)
  private final double[] variance; // [count] of it
  private final double[] pairs; // [count] n1_s n2_s, weighted likewise

  /**
   * Sums.
   *
   * @param arm bits of the subjects of the arm; those who are not ranked do not count
   */
  public StratumSums(Ranking ranking, long[] arm) {
    this.ranking = ranking;
    this.sums = ranking.sums(arm);
    this.strata = new int[ranking.strata()];
    this.off = new double[ranking.strata()];
    this.variance = new double[ranking.strata()];
    this.pairs = new double[ranking.strata()];
    int h = 0;
    for (int s = 0; s < ranking.strata(); s++) {
      int n1 = sums.n()[s];
      int n2 = ranking.size(s) - n1;
      double v = n1 == 0 || n2 == 0 ? Double.NaN : MannWhitney.variance(ranking, s, n1);
      if (Double.isNaN(v)) {
        continue;
      }
      double weight = 1.0 / (n1 + n2 + 1);
      double u = (sums.doubled()[s] - (double) n1 * (n1 + 1)) / 2;
      strata[h] = s;
      off[h] = weight * (u - (double) n1 * n2 / 2);
      variance[h] = weight * weight * v;
      pairs[h++] = weight * n1 * n2;
    }
    this.count = h;
  }

  /** The test. */
  VanElteren test() {
    return new Part(new boolean[ranking.strata()]).test();
  }

  /**
   * The test without some strata, for who asks whether its p is below a level. Where a bound of p
   * is below half of it, as it is for most that are far below, the bound stands for p: it costs
   * nothing, and p of many ties as much as thousands of additions.
   *
   * @param without [K] strata to leave out
   */
  public VanElteren without(boolean[] without, double level) {
    Part part = new Part(without);
    double most = part.most();
    return part.used > 1 && most < level / 2 ? part.with(most) : part.test();
  }

  /** The strata that are left. */
  private final class Part {

    private final int[] left = new int[count]; // places of theirs
    private int used;
    private int n1;
    private int n;
    private int tied;
    private double deviation;
    private double spread;
    private double weighted;

    Part(boolean[] without) {
      for (int h = 0; h < count; h++) {
        int s = strata[h];
        if (without[s]) {
          continue;
        }
        left[used++] = h;
        n1 += sums.n()[s];
        n += ranking.size(s);
        tied += ranking.largestTie(s);
        deviation += off[h];
        spread += variance[h];
        weighted += pairs[h];
      }
    }

    VanElteren test() {
      if (used == 1) {
        int s = strata[left[0]];
        MannWhitney only = MannWhitney.asymptotic(ranking, s, sums).refined(ranking, s);
        return new VanElteren(n1, n - n1, 1, only.delta(), only.z(), only.p());
      }
      double z = z();
      double p = Tails.normal(z);
      if (used > 0 && SmallArm.is(Math.min(n1, n - n1), tied, n)) {
        int[] which = Arrays.stream(left, 0, used).map(h -> strata[h]).toArray();
        int[] own = Arrays.stream(which).map(s -> sums.n()[s]).toArray();
        double far = Math.abs(deviation);
        p = SmallArm.p(ranking, which, own, far, far, 0, z);
      }
      return with(p);
    }

    VanElteren with(double p) {
      return new VanElteren(n1, n - n1, used, 2 * deviation / weighted, z(), p);
    }

    private double z() {
      return used == 0 ? Double.NaN : deviation / Math.sqrt(spread);
    }

    /**
     * Bernstein's bound of the two-sided p. It is of sums of independent draws, and sums of draws
     * without replacement have no heavier tails (Hoeffding 1963, theorem 4); the smaller arm of a
     * stratum deviates as far as the larger, so that it counts as the one drawn.
     */
    double most() {
      double drawn = 0; // variance, with replacement
      for (int j = 0; j < used; j++) {
        int h = left[j];
        int size = ranking.size(strata[h]);
        int own = sums.n()[strata[h]];
        drawn += variance[h] * (size - 1) / Math.max(own, size - own);
      }
      double far = Math.abs(deviation);
      return 2 * Math.exp(-far * far / (2 * (drawn + FARTHEST * far / 3)));
    }
  }
}
