package io.cohortrun.workflows.stats.rank;

/**
 * Standard error of Cliff's delta, averaged over strata as van Elteren's test does: DeLong's (1988)
 * variance of the placements, and at least what the delta would have if the arm were drawn at
 * random, since an arm that is separated by chance has no variance.
 */
public final class DeltaError {

  private DeltaError() {}

  /** Error of {@link VanElteren#delta()}, or of {@link MannWhitney#delta()} with one stratum. */
  public static double of(Ranking ranking, long[] arm) {
    Ranking.ArmRanks inArm = ranking.ranks(arm);
    double placed = 0;
    double drawn = 0;
    double pairs = 0;
    for (int s = 0; s < ranking.strata(); s++) {
      int n1 = inArm.size(s);
      int n2 = ranking.size(s) - n1;
      double random = MannWhitney.variance(ranking, s, n1);
      if (n1 == 0 || n2 == 0 || Double.isNaN(random)) {
        continue;
      }
      double weight = 1.0 / (n1 + n2 + 1);
      pairs += weight * n1 * n2;
      drawn += weight * weight * random;
      placed +=
          n1 > 1 && n2 > 1
              ? Math.pow(weight * n1 * n2, 2) * placements(ranking, s, inArm)
              : weight * weight * random;
    }
    return 2 * Math.sqrt(Math.max(placed, drawn)) / pairs;
  }

  /**
   * DeLong's variance of the AUC of one stratum. The arm alone is gone through: of the others it
   * matters how many lie between.
   */
  private static double placements(Ranking ranking, int s, Ranking.ArmRanks arm) {
    double n1 = arm.size(s);
    double n2 = ranking.size(s) - n1;
    double sum1 = 0;
    double squares1 = 0;
    double sum2 = 0;
    double squares2 = 0;
    double below1 = 0;
    double below2 = 0;
    for (int from = arm.from(s), to; from < arm.from(s + 1); from = to) {
      int doubled = arm.doubled()[from];
      to = from + 1;
      while (to < arm.from(s + 1) && arm.doubled()[to] == doubled) {
        to++;
      }
      double a = to - from;
      int tied = ranking.tied(s, doubled);
      int below = (doubled - 1 - tied) / 2;
      double lower = below - below1;
      double above = (n1 - below1) / n1;
      sum2 += (lower - below2) * above;
      squares2 += (lower - below2) * above * above;
      below2 = lower;
      double b = tied - a;
      double one = (below2 + b / 2) / n2;
      double other = (n1 - below1 - a / 2) / n1;
      sum1 += a * one;
      squares1 += a * one * one;
      sum2 += b * other;
      squares2 += b * other * other;
      below1 += a;
      below2 += b;
    }
    return (squares1 - sum1 * sum1 / n1) / (n1 - 1) / n1
        + (squares2 - sum2 * sum2 / n2) / (n2 - 1) / n2;
  }
}
