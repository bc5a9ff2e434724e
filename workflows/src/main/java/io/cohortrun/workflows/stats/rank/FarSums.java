package io.cohortrun.workflows.stats.rank;

/**
 * Exact tail of a rank sum over strata that few arms reach: those near the largest sum there is.
 * There a saddlepoint is far off, as nearly all strata are at an end of theirs. What is counted is
 * by how much an arm falls short of the largest sum, from the lowest value up, and arms that fall
 * short of the tail whatever follows are left.
 */
final class FarSums {

  /** Arms of a tail, about, that are counted. */
  private static final double FEW = 100_000;

  /** Additions after which it is given up. */
  private static final long MOST = 50_000;

  private FarSums() {}

  /**
   * Whether a tail of about this probability holds few arms.
   *
   * @param strata those with both arms
   * @param arm subjects of the arm, per such stratum
   */
  static boolean few(double tail, Levels[] strata, int[] arm) {
    double arms = tail;
    for (int h = 0; h < arm.length && arms <= FEW; h++) {
      int n = strata[h].size();
      int smaller = Math.min(arm[h], n - arm[h]);
      for (int i = 1; i <= smaller && arms <= FEW; i++) {
        arms *= (n - smaller + i) / (double) i;
      }
    }
    return arms <= FEW;
  }

  /**
   * P(sum of scores over the arm >= at), for at above the mean 0; NaN if that takes too many
   * additions.
   *
   * @param strata those with both arms
   * @param arm subjects of the arm, per such stratum
   */
  static double tail(Levels[] strata, int[] arm, double at) {
    Side[] sides = new Side[arm.length];
    double greatest = 0;
    for (int h = 0; h < arm.length; h++) {
      sides[h] = Side.smaller(strata[h], arm[h]);
      greatest += sides[h].greatest();
    }
    CountedSums shortfalls = new CountedSums(greatest - at + CountedSums.NEAR, MOST);
    for (Side side : sides) {
      shortfalls.draw(side.levels().counts(), side.arm(), side.levels().unit(), side::shortfall);
    }
    return shortfalls.p(any -> true);
  }

  /**
   * The smaller side of a stratum, the arm or, ranked from the other end, the others: as many
   * different sums, and fewer steps to each.
   *
   * @param tops [arm + 1] sum of so many of the largest doubled ranks
   */
  private record Side(Levels levels, int arm, long[] tops) {

    static Side smaller(Levels levels, int arm) {
      int n = levels.size();
      return 2 * arm <= n ? of(levels, arm) : of(levels.mirrored(), n - arm);
    }

    private static Side of(Levels levels, int arm) {
      long[] tops = new long[arm + 1];
      int taken = 0;
      for (int g = levels.counts().length - 1; taken < arm; g--) {
        for (int j = 0; j < levels.counts()[g] && taken < arm; j++) {
          tops[taken + 1] = tops[taken] + levels.doubled()[g];
          taken++;
        }
      }
      return new Side(levels, arm, tops);
    }

    /** The largest sum of scores. */
    double greatest() {
      return (tops[arm] - (long) arm * (levels.size() + 1)) * levels.unit();
    }

    long shortfall(int level, int left, int some) {
      return tops[left] - (long) some * levels.doubled()[level] - tops[left - some];
    }
  }
}
