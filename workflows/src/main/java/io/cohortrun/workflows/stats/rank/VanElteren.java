package io.cohortrun.workflows.stats.rank;

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
    return new StratumSums(ranking, arm).test();
  }
}
