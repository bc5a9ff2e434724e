package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How often the subject with the higher risk has the event first (Harrell's C), within strata, over
 * pairs of which one is seen to have the event while the other is under observation. Pairs of equal
 * risk count one half; pairs with both events at one time are not counted. Standard error by the
 * infinitesimal jackknife, as R's {@code concordance}. O(n log n).
 *
 * @param value 0..1, NaN without a pair
 * @param standardError of it
 * @param pairs that were compared
 */
public record Concordance(double value, double standardError, long pairs) {

  /**
   * Compares.
   *
   * @param risk [n] higher for an earlier event
   */
  public static Concordance of(FollowUp data, double[] risk) {
    int n = data.size();
    long[] agree =
        new long[n]; // twice the pairs of each subject that agree, once those of equal risk
    long[] both = new long[n];
    for (int[] rows : data.strata()) {
      new Stratum(data.only(rows), Arrays.stream(rows).mapToDouble(i -> risk[i]).toArray())
          .count(rows, agree, both);
    }
    double pairs = Arrays.stream(both).sum() / 2.0;
    if (pairs == 0) {
      return new Concordance(Double.NaN, Double.NaN, 0);
    }
    double c = Arrays.stream(agree).sum() / 2.0 / (2 * pairs);
    double variance = 0;
    for (int i = 0; i < n; i++) {
      double moved = (agree[i] / 2.0 - c * both[i]) / pairs;
      variance += moved * moved;
    }
    return new Concordance(c, Math.sqrt(variance), (long) pairs);
  }

  /** Counts pairs of one stratum: events meet who is at risk, and the other way round. */
  private static final class Stratum {

    private final FollowUp data;
    private final int[] rank;
    private final int ranks;

    Stratum(FollowUp data, double[] risk) {
      this.data = data;
      double[] levels = Arrays.stream(risk).distinct().sorted().toArray();
      this.ranks = levels.length;
      this.rank = Arrays.stream(risk).mapToInt(r -> Arrays.binarySearch(levels, r)).toArray();
    }

    /** Adds, per subject, twice the pairs that agree, and all pairs. */
    void count(int[] rows, long[] agree, long[] both) {
      var events = new Counts(ranks);
      int[] byTime = order(data.time()); // at one time, events first: they do not meet each other
      int[] byEntry = order(data.entry());
      int died = 0;
      // Partners of those who outlive: events before their end ...
      for (int i : byTime) {
        died = events.addUpTo(byTime, died, data.time()[i], data.event()[i]);
        partner(i, 1, rows, events, agree, both);
      }
      // ... less events up to their entry.
      var early = new Counts(ranks);
      int earlier = 0;
      for (int i : byEntry) {
        earlier = early.addUpTo(byTime, earlier, data.entry()[i], false);
        partner(i, -1, rows, early, agree, both);
      }
      var atRisk = new Counts(ranks);
      new RiskSets(data)
          .latestFirst(
              new RiskSets.Visitor() {
                @Override
                public void enters(int i) {
                  atRisk.add(rank[i], 1);
                }

                @Override
                public void leaves(int i) {
                  atRisk.add(rank[i], -1);
                }

                @Override
                public void events(double time, int[] dead) {
                  for (int i : dead) {
                    atRisk.add(rank[i], -1);
                  }
                  for (int i : dead) {
                    long lower = atRisk.below(rank[i]);
                    long same = atRisk.below(rank[i] + 1) - lower;
                    long all = atRisk.below(ranks);
                    agree[rows[i]] += 2 * lower + same;
                    both[rows[i]] += all;
                  }
                  for (int i : dead) {
                    atRisk.add(rank[i], 1);
                  }
                }
              });
    }

    private void partner(int i, int sign, int[] rows, Counts of, long[] agree, long[] both) {
      long upTo = of.below(rank[i] + 1);
      long same = upTo - of.below(rank[i]);
      long all = of.below(ranks);
      agree[rows[i]] += sign * (2 * (all - upTo) + same);
      both[rows[i]] += sign * all;
    }

    private int[] order(double[] of) {
      return IntStream.range(0, of.length)
          .boxed()
          .sorted(
              Comparator.<Integer>comparingDouble(i -> of[i]).thenComparing(i -> !data.event()[i]))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    /** Counts by rank, in a Fenwick tree. */
    private final class Counts {

      private final long[] tree;

      Counts(int ranks) {
        this.tree = new long[ranks + 1];
      }

      /** Adds events before {@code time}, or also at it; returns where to go on. */
      int addUpTo(int[] byTime, int from, double time, boolean exclusive) {
        int at = from;
        while (at < byTime.length
            && (data.time()[byTime[at]] < time
                || (!exclusive && data.time()[byTime[at]] == time))) {
          if (data.event()[byTime[at]]) {
            add(rank[byTime[at]], 1);
          }
          at++;
        }
        return at;
      }

      void add(int rank, int n) {
        for (int i = rank + 1; i < tree.length; i += i & -i) {
          tree[i] += n;
        }
      }

      /** Of ranks 0..rank-1. */
      long below(int rank) {
        long sum = 0;
        for (int i = rank; i > 0; i -= i & -i) {
          sum += tree[i];
        }
        return sum;
      }
    }
  }
}
