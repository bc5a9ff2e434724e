package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.rank.Order;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Rank scores within strata, made once per variable and set of patients. */
final class Scores {

  private final int[] strata;
  private final Map<BitSet, IdentityHashMap<double[], double[]>> known = new HashMap<>();

  /**
   * Scores of a feature that are at hand.
   *
   * @param order of all whose feature is known
   * @param of the patients who were ranked
   */
  record Ranked(Order order, BitSet of, double[] scores) {}

  Scores(int[] strata) {
    this.strata = strata;
  }

  double[] of(double[] variable, BitSet present) {
    return known
        .computeIfAbsent(present, p -> new IdentityHashMap<>())
        .computeIfAbsent(variable, v -> Ranking.of(v, strata, present).scores());
  }

  /** Of a feature, which is asked for once and not remembered. */
  double[] of(Ranked feature, BitSet present) {
    return feature.of.equals(present)
        ? feature.scores
        : Ranking.of(feature.order, strata, present).scores();
  }
}
