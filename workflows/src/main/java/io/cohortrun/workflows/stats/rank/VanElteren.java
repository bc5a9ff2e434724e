package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;

/**
 * Van Elteren's test (1960): rank sums within strata, weighted by 1 / (n_s + 1), the locally most
 * powerful weights for an equal shift in all strata. Where one stratum alone has both arms, it is
 * that stratum's Mann-Whitney test.
 *
 * @param n1 subjects of the arm, in strata that have both arms and differing values
 * @param n2 the others there
 * @param strata such strata
 * @param delta Cliff's delta averaged over them with weights n1_s n2_s / (n_s + 1): -1..1
 * @param z normal deviate
 * @param p two-sided; NaN without such a stratum
 */
public record VanElteren(int n1, int n2, int strata, double delta, double z, double p) {

  /**
   * Tests. p is of the normal approximation; where an arm has fewer than 50 subjects or more than
   * half of the values tie, of a saddlepoint approximation to the permutation within strata.
   *
   * @param arm bits of the subjects of the arm; those who are not ranked do not count
   */
  public static VanElteren test(Ranking ranking, long[] arm) {
    return test(ranking, arm, new boolean[ranking.strata()]);
  }

  /**
   * Tests without some strata, as {@link #test(Ranking, long[])} does.
   *
   * @param without [K] strata to leave out
   */
  public static VanElteren test(Ranking ranking, long[] arm, boolean[] without) {
    Ranking.ArmSums sums = ranking.sums(arm);
    int[] used = new int[ranking.strata()];
    int strata = 0;
    int first = 0;
    int all = 0;
    int tied = 0;
    double off = 0;
    double variance = 0;
    double pairs = 0;
    for (int s = 0; s < ranking.strata(); s++) {
      int n1 = sums.n()[s];
      int n2 = ranking.size(s) - n1;
      if (without[s] || n1 == 0 || n2 == 0) {
        continue;
      }
      double v = MannWhitney.variance(ranking, s, n1);
      if (Double.isNaN(v)) {
        continue;
      }
      used[strata++] = s;
      first += n1;
      all += n1 + n2;
      tied += ranking.largestTie(s);
      double weight = 1.0 / (n1 + n2 + 1);
      double u = (sums.doubled()[s] - (double) n1 * (n1 + 1)) / 2;
      off += weight * (u - (double) n1 * n2 / 2);
      variance += weight * weight * v;
      pairs += weight * n1 * n2;
    }
    if (strata == 1) {
      MannWhitney only = MannWhitney.asymptotic(ranking, used[0], sums).refined(ranking, used[0]);
      return new VanElteren(first, all - first, 1, only.delta(), only.z(), only.p());
    }
    double z = strata == 0 ? Double.NaN : off / Math.sqrt(variance);
    double p = Tails.normal(z);
    if (strata > 0 && SmallArm.is(Math.min(first, all - first), tied, all)) {
      int[] which = Arrays.copyOf(used, strata);
      int[] n1 = Arrays.stream(which).map(s -> sums.n()[s]).toArray();
      p = SmallArm.p(ranking, which, n1, Math.abs(off), Math.abs(off), 0, z);
    }
    return new VanElteren(first, all - first, strata, 2 * off / pairs, z, p);
  }
}
