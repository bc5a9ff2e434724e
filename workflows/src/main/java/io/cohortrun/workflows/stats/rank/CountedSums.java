package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Distribution of a sum over arms of fixed size, drawn from strata value by value, each draw
 * hypergeometric given those before. Equal sums are added up as one, so that its price is the
 * number of different sums and not that of arms.
 */
final class CountedSums {

  /** Sums that are nearer to each other are the same but for rounding. */
  static final double NEAR = 1e-10;

  /** Unit of sums over strata. */
  private static final double GRAIN = 1e-12;

  private final double room;
  private final long most;
  private Map<Long, Double> sums = Map.of(0L, 1.0); // in grains
  private long additions;

  /**
   * Begins with nothing drawn.
   *
   * @param room sums above it are left, and never come back: infinite, or steps are not negative
   * @param most additions after which it is given up
   */
  CountedSums(double room, long most) {
    this.room = room;
    this.most = most;
  }

  /** What drawing some subjects of a level adds, {@code left} still to be drawn before. */
  interface Step {
    long by(int level, int left, int some);
  }

  /**
   * Draws the arm of one more stratum.
   *
   * @param counts [levels] its subjects, in the order in which levels are drawn
   * @param unit of the steps
   */
  void draw(int[] counts, int arm, double unit, Step step) {
    Map<Integer, Map<Long, Double>> drawn = Map.of(0, Map.of(0L, 1.0)); // by how many are drawn
    int rest = Arrays.stream(counts).sum();
    for (int g = 0; g < counts.length; g++) {
      drawn = drawn(drawn, new Draw(g, rest, counts[g], arm, unit, step));
      rest -= counts[g];
    }
    Map<Long, Double> added = new HashMap<>();
    for (var other : drawn.getOrDefault(arm, Map.of()).entrySet()) {
      add(added, sums, Math.round(other.getKey() * unit / GRAIN), other.getValue(), GRAIN);
    }
    sums = added;
  }

  /**
   * Of one level.
   *
   * @param rest subjects who have it or are still to come
   * @param count subjects who have it
   */
  private record Draw(int level, int rest, int count, int arm, double unit, Step step) {}

  private Map<Integer, Map<Long, Double>> drawn(Map<Integer, Map<Long, Double>> before, Draw draw) {
    Map<Integer, Map<Long, Double>> after = new TreeMap<>();
    before.forEach(
        (taken, reached) -> {
          int left = draw.arm() - taken;
          var of = HypergeometricDistribution.of(draw.rest(), draw.count(), left);
          for (int some = of.getSupportLowerBound(); some <= of.getSupportUpperBound(); some++) {
            Map<Long, Double> to = after.computeIfAbsent(taken + some, t -> new HashMap<>());
            long by = draw.step().by(draw.level(), left, some);
            add(to, reached, by, of.probability(some), draw.unit());
          }
        });
    return after;
  }

  /** Adds to a distribution another one, moved, of a share. */
  private void add(
      Map<Long, Double> to, Map<Long, Double> sums, long by, double share, double unit) {
    if (additions > most) {
      return;
    }
    additions += sums.size();
    sums.forEach(
        (sum, p) -> {
          if ((sum + by) * unit <= room) {
            to.merge(sum + by, p * share, Double::sum);
          }
        });
  }

  /** P of the sums asked for; NaN if it was given up. */
  double p(DoublePredicate asked) {
    double p = 0;
    for (var sum : new TreeMap<>(sums).entrySet()) {
      p += asked.test(sum.getKey() * GRAIN) ? sum.getValue() : 0;
    }
    return additions > most ? Double.NaN : p;
  }
}
