package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The rank test against a trend over ordered groups (Jonckheere 1954, Terpstra 1952), with the
 * variance for ties of Hollander and Wolfe.
 *
 * @param j pairs of subjects of two groups in which the one of the later group has the higher
 *     value, ties one half
 * @param z normal deviate
 * @param p two-sided; NaN where nothing varies
 */
public record JonckheereTerpstra(double j, double z, double p) {

  /**
   * Tests a ranking of one stratum.
   *
   * @param group [all subjects] 0..k-1, in the order of the trend
   * @throws IllegalArgumentException the ranking has several strata
   */
  public static JonckheereTerpstra test(Ranking ranking, int[] group, int k) {
    if (ranking.strata() > 1) {
      throw new IllegalArgumentException("several strata");
    }
    int[] rows =
        Arrays.stream(ranking.rows())
            .boxed()
            .sorted(Comparator.comparingInt(ranking::doubled))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] below = new int[k];
    var ties = new Sizes();
    double j = 0;
    for (int from = 0; from < rows.length; ) {
      int[] here = new int[k];
      int to = from;
      while (to < rows.length && ranking.doubled(rows[to]) == ranking.doubled(rows[from])) {
        here[group[rows[to++]]]++;
      }
      double lowerGroups = 0;
      for (int g = 0; g < k; g++) {
        j += here[g] * lowerGroups;
        lowerGroups += below[g] + here[g] / 2.0;
      }
      for (int g = 0; g < k; g++) {
        below[g] += here[g];
      }
      ties.add(to - from);
      from = to;
    }
    var groups = new Sizes();
    Arrays.stream(below).forEach(groups::add);
    double n = rows.length;
    double mean = (n * n - groups.squares) / 4;
    var all = new Sizes();
    all.add(rows.length);
    double variance =
        (all.fives - groups.fives - ties.fives) / 72
            + (n > 2 ? groups.threes * ties.threes / (36 * all.threes) : 0)
            + groups.twos * ties.twos / (8 * all.twos);
    double z = variance > 1e-9 ? (j - mean) / Math.sqrt(variance) : Double.NaN;
    return new JonckheereTerpstra(j, z, Tails.normal(z));
  }

  /** Sums over group sizes, or over the sizes of ties. */
  private static final class Sizes {

    private double squares;
    private double twos;
    private double threes;
    private double fives;

    void add(double m) {
      squares += m * m;
      twos += m * (m - 1);
      threes += m * (m - 1) * (m - 2);
      fives += m * (m - 1) * (2 * m + 5);
    }
  }
}
