package io.cohortrun.workflows.stats.rank;

/**
 * Van Elteren's test (1960): rank sums within strata, weighted by 1 / (n_s + 1), the locally most
 * powerful weights for an equal shift in all strata. With one stratum it is the Mann-Whitney test
 * without the correction for continuity.
 *
 * @param n1 subjects of the arm, in strata that have both arms
 * @param n2 the others there
 * @param strata that have both arms and differing values
 * @param delta Cliff's delta averaged over strata with weights n1_s n2_s / (n_s + 1): -1..1
 * @param z normal deviate
 * @param p two-sided; NaN without such a stratum
 */
public record VanElteren(int n1, int n2, int strata, double delta, double z, double p) {

  /**
   * Tests with the normal approximation.
   *
   * @param arm bits of the subjects of the arm; those who are not ranked do not count
   */
  public static VanElteren asymptotic(Ranking ranking, long[] arm) {
    Ranking.ArmSums sums = ranking.sums(arm);
    int first = 0;
    int second = 0;
    int strata = 0;
    double off = 0;
    double variance = 0;
    double pairs = 0;
    for (int s = 0; s < ranking.strata(); s++) {
      int n1 = sums.n()[s];
      int n2 = ranking.size(s) - n1;
      if (n1 == 0 || n2 == 0) {
        continue;
      }
      double u = (sums.doubled()[s] - (double) n1 * (n1 + 1)) / 2;
      double weight = 1.0 / (ranking.size(s) + 1);
      first += n1;
      second += n2;
      pairs += weight * n1 * n2;
      double v = MannWhitney.variance(ranking, s, n1);
      if (!Double.isNaN(v)) { // all values equal: u is at its mean
        strata++;
        off += weight * (u - (double) n1 * n2 / 2);
        variance += weight * weight * v;
      }
    }
    double z = strata == 0 ? Double.NaN : off / Math.sqrt(variance);
    return new VanElteren(first, second, strata, 2 * off / pairs, z, Tails.normal(z));
  }
}
