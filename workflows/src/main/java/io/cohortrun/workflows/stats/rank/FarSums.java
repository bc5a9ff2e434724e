package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Exact tail of a rank sum over strata that few arms reach: those near the largest sum there is.
 * There a saddlepoint is far off, as nearly all strata are at an end of theirs. Arms are drawn
 * value by value from the lowest, and those that fall short of the tail whatever follows are left.
 */
final class FarSums {

  /** Arms of a tail, about, that are counted. */
  private static final double FEW = 100_000;

  /** Additions after which it is given up. */
  private static final int MOST = 50_000;

  /** Unit of sums. */
  private static final double GRAIN = 1e-12;

  /** Sums that are nearer to each other are the same but for rounding. */
  private static final double NEAR = 1e-10;

  private final Side[] sides;
  private int additions;

  /**
   * Prepares the upper tail.
   *
   * @param scores [K][levels] distinct scores per stratum, ascending, of mean 0
   * @param counts [K][levels] subjects with each
   * @param arm [K] subjects of the arm, at least 1 and fewer than all
   */
  FarSums(double[][] scores, int[][] counts, int[] arm) {
    this.sides = new Side[arm.length];
    for (int s = 0; s < arm.length; s++) {
      sides[s] = Side.smaller(scores[s], counts[s], arm[s]);
    }
  }

  /**
   * Whether a tail of about this probability holds few arms.
   *
   * @param counts as above
   * @param arm as above
   */
  static boolean few(double tail, int[][] counts, int[] arm) {
    double arms = tail;
    for (int s = 0; s < arm.length && arms <= FEW; s++) {
      int n = Arrays.stream(counts[s]).sum();
      int smaller = Math.min(arm[s], n - arm[s]);
      for (int i = 1; i <= smaller && arms <= FEW; i++) {
        arms *= (n - smaller + i) / (double) i;
      }
    }
    return arms <= FEW;
  }

  /** P(sum >= at), for at above the mean 0; NaN if that takes too many additions. */
  double tail(double at) {
    double greatest = 0;
    for (Side side : sides) {
      greatest += side.top(side.arm());
    }
    long room = Math.round((greatest - at + NEAR) / GRAIN);
    Map<Long, Double> shortfalls = Map.of(0L, 1.0); // of the largest sum, in grains
    for (Side side : sides) {
      shortfalls = added(shortfalls, shortfalls(side, room), room);
    }
    return additions > MOST
        ? Double.NaN
        : new TreeMap<>(shortfalls).values().stream().mapToDouble(p -> p).sum();
  }

  private Map<Long, Double> added(Map<Long, Double> sums, Map<Long, Double> others, long room) {
    Map<Long, Double> added = new HashMap<>();
    for (var sum : sums.entrySet()) {
      if (additions > MOST) {
        break;
      }
      for (var other : others.entrySet()) {
        additions++;
        long both = sum.getKey() + other.getKey();
        if (both <= room) {
          added.merge(both, sum.getValue() * other.getValue(), Double::sum);
        }
      }
    }
    return added;
  }

  /** By how much the sum of a stratum may be short of its largest, and the probability of each. */
  private Map<Long, Double> shortfalls(Side side, long room) {
    Map<Integer, Map<Long, Double>> drawn = Map.of(0, Map.of(0L, 1.0)); // by how many are drawn
    int rest = Arrays.stream(side.counts()).sum();
    for (int g = 0; g < side.counts().length; g++) {
      drawn = drawn(drawn, side, g, rest, room);
      rest -= side.counts()[g];
    }
    return drawn.getOrDefault(side.arm(), Map.of());
  }

  private Map<Integer, Map<Long, Double>> drawn(
      Map<Integer, Map<Long, Double>> before, Side side, int g, int rest, long room) {
    Map<Integer, Map<Long, Double>> after = new TreeMap<>();
    for (var one : before.entrySet()) {
      int left = side.arm() - one.getKey();
      var of = HypergeometricDistribution.of(rest, side.counts()[g], left);
      for (int j = of.getSupportLowerBound(); j <= of.getSupportUpperBound(); j++) {
        long by = Math.round((side.top(left) - j * side.scores()[g] - side.top(left - j)) / GRAIN);
        double share = of.probability(j);
        for (var sum : one.getValue().entrySet()) {
          additions++;
          long then = sum.getKey() + by;
          if (then <= room && additions <= MOST) {
            after
                .computeIfAbsent(one.getKey() + j, taken -> new HashMap<>())
                .merge(then, sum.getValue() * share, Double::sum);
          }
        }
      }
    }
    return after;
  }

  /**
   * The smaller side of a stratum, the arm or the others: their sums are opposite.
   *
   * @param scores ascending; of the others with the opposite sign
   * @param tops [arm + 1] sum of so many of the largest scores
   */
  private record Side(double[] scores, int[] counts, int arm, double[] tops) {

    static Side smaller(double[] scores, int[] counts, int arm) {
      int n = Arrays.stream(counts).sum();
      if (2 * arm <= n) {
        return of(scores, counts, arm);
      }
      int most = scores.length - 1;
      double[] opposite = new double[scores.length];
      int[] reversed = new int[scores.length];
      for (int g = 0; g <= most; g++) {
        opposite[g] = -scores[most - g];
        reversed[g] = counts[most - g];
      }
      return of(opposite, reversed, n - arm);
    }

    private static Side of(double[] scores, int[] counts, int arm) {
      double[] tops = new double[arm + 1];
      int taken = 0;
      for (int g = scores.length - 1; taken < arm; g--) {
        for (int j = 0; j < counts[g] && taken < arm; j++) {
          tops[taken + 1] = tops[taken] + scores[g];
          taken++;
        }
      }
      return new Side(scores, counts, arm, tops);
    }

    double top(int taken) {
      return tops[taken];
    }
  }
}
