package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Average ranks of a feature within strata, made once and used for every attribute that is known of
 * the same subjects. Ranks are kept doubled, as whole numbers, so that sums of them are exact and
 * the same in any order.
 */
public final class Ranking {

  private final int[] doubled;
  private final int[] stratum;
  private final int[] rows;
  private final int[] sizes;
  private final double[] ties;
  private final Levels[] levels;
  private final int[] largestTie;

  private Ranking(int[] doubled, int[] stratum, int[] rows, int strata) {
    this.doubled = doubled;
    this.stratum = stratum;
    this.rows = rows;
    this.sizes = new int[strata];
    this.ties = new double[strata];
    this.levels = new Levels[strata];
    this.largestTie = new int[strata];
  }

  /** Ranks all subjects as one stratum. */
  public static Ranking of(double[] values) {
    return of(values, new int[values.length]);
  }

  /** Ranks all subjects within their strata. */
  public static Ranking of(double[] values, int[] stratum) {
    BitSet all = new BitSet();
    all.set(0, values.length);
    return of(values, stratum, all);
  }

  /**
   * Ranks the present subjects within their strata.
   *
   * @param values [n] finite where present
   * @param stratum [n] 0..K-1
   * @param present of the n, those who are ranked: whose feature and attribute are known
   * @throws IllegalArgumentException a present value is NaN or infinite
   */
  public static Ranking of(double[] values, int[] stratum, BitSet present) {
    return of(Order.of(values, present), stratum, present);
  }

  /**
   * The same of subjects who were sorted before.
   *
   * @param order holds at least the present subjects
   */
  public static Ranking of(Order order, int[] stratum, BitSet present) {
    int[] rows = new int[present.cardinality()];
    int strata = 0;
    for (int i = present.nextSetBit(0), n = 0; i >= 0; i = present.nextSetBit(i + 1)) {
      rows[n++] = i;
      strata = Math.max(strata, stratum[i] + 1);
    }
    var ranking = new Ranking(new int[order.subjects()], stratum, rows, strata);
    for (int i : rows) {
      ranking.sizes[stratum[i]]++;
    }
    int[] start = new int[strata + 1];
    for (int s = 0; s < strata; s++) {
      start[s + 1] = start[s] + ranking.sizes[s];
    }
    int[] members = new int[rows.length]; // by stratum, then ascending by value
    int[] next = start.clone();
    for (int i : order.rows()) {
      if (present.get(i)) {
        members[next[stratum[i]]++] = i;
      }
    }
    int[] levels = new int[rows.length];
    int[] counts = new int[rows.length];
    for (int s = 0; s < strata; s++) {
      ranking.rank(s, members, start[s], start[s + 1], order, levels, counts);
    }
    return ranking;
  }

  /** Ranks the members of a stratum; levels and counts are room to write in. */
  private void rank(
      int s, int[] members, int start, int end, Order order, int[] levels, int[] counts) {
    int level = 0;
    int to;
    for (int from = start; from < end; from = to) {
      to = from + 1;
      while (to < end && order.same(members[to], members[from])) {
        to++;
      }
      int rank = from + to + 1 - 2 * start;
      if (to - from > 1) {
        double t = to - from;
        ties[s] += t * t * t - t;
      }
      largestTie[s] = Math.max(largestTie[s], to - from);
      levels[level] = rank;
      counts[level++] = to - from;
      for (int j = from; j < to; j++) {
        doubled[members[j]] = rank;
      }
    }
    this.levels[s] = new Levels(Arrays.copyOf(levels, level), Arrays.copyOf(counts, level));
  }

  /** Subjects that are ranked. */
  public int size() {
    return rows.length;
  }

  /** Strata K, some perhaps empty. */
  public int strata() {
    return sizes.length;
  }

  /** Ranked subjects of stratum {@code s}. */
  public int size(int s) {
    return sizes[s];
  }

  /** Sum of t^3 - t over the ties of stratum {@code s}. */
  double ties(int s) {
    return ties[s];
  }

  /** Subjects of stratum {@code s} that share this doubled rank. */
  int tied(int s, int rank) {
    return largestTie[s] == 1
        ? 1
        : levels[s].counts()[Arrays.binarySearch(levels[s].doubled(), rank)];
  }

  /** Values of stratum {@code s}. */
  Levels levels(int s) {
    return levels[s];
  }

  /** Subjects of stratum {@code s} that share its most frequent value. */
  int largestTie(int s) {
    return largestTie[s];
  }

  /** Twice the average rank, 2..2n of the stratum, of subject {@code i}; 0 if not ranked. */
  int doubled(int i) {
    return doubled[i];
  }

  int stratum(int i) {
    return stratum[i];
  }

  /** Rows of the ranked subjects, ascending; not to be changed. */
  int[] rows() {
    return rows;
  }

  /** Non-empty strata. */
  public int occupied() {
    return (int) Arrays.stream(sizes).filter(n -> n > 0).count();
  }

  /**
   * Scores of all n subjects: rank / (n_s + 1) - 1/2, of mean 0 within each stratum, so that a
   * large stratum weighs no more per subject than a small one; 0 if not ranked.
   */
  public double[] scores() {
    double[] scores = new double[doubled.length];
    for (int i : rows) {
      scores[i] = doubled[i] / (2.0 * (sizes[stratum[i]] + 1)) - 0.5;
    }
    return scores;
  }

  /** Adds up an arm, per stratum. */
  ArmSums sums(long[] arm) {
    int[] n = new int[sizes.length];
    long[] sum = new long[sizes.length];
    if (sizes.length == 1) {
      one(arm, n, sum);
      return new ArmSums(n, sum);
    }
    for (int w = 0; w < arm.length; w++) {
      for (long bits = arm[w]; bits != 0; bits &= bits - 1) {
        int i = (w << 6) + Long.numberOfTrailingZeros(bits);
        if (doubled[i] != 0) {
          n[stratum[i]]++;
          sum[stratum[i]] += doubled[i];
        }
      }
    }
    return new ArmSums(n, sum);
  }

  private void one(long[] arm, int[] n, long[] sum) {
    int count = 0;
    long total = 0;
    for (int w = 0; w < arm.length; w++) {
      for (long bits = arm[w]; bits != 0; bits &= bits - 1) {
        int rank = doubled[(w << 6) + Long.numberOfTrailingZeros(bits)];
        count += rank == 0 ? 0 : 1;
        total += rank;
      }
    }
    n[0] = count;
    sum[0] = total;
  }

  /**
   * An arm in numbers.
   *
   * @param n [K] ranked subjects of the arm
   * @param doubled [K] twice their rank sum
   */
  record ArmSums(int[] n, long[] doubled) {}

  /** Ranks of an arm, per stratum, ascending. */
  ArmRanks ranks(long[] arm) {
    int[] size = sums(arm).n();
    int[] start = new int[sizes.length + 1];
    for (int s = 0; s < sizes.length; s++) {
      start[s + 1] = start[s] + size[s];
    }
    int[] ranks = new int[start[sizes.length]];
    int[] next = start.clone();
    for (int w = 0; w < arm.length; w++) {
      for (long bits = arm[w]; bits != 0; bits &= bits - 1) {
        int i = (w << 6) + Long.numberOfTrailingZeros(bits);
        if (doubled[i] != 0) {
          ranks[next[stratum[i]]++] = doubled[i];
        }
      }
    }
    for (int s = 0; s < sizes.length; s++) {
      if (size[s] > 1) {
        Arrays.sort(ranks, start[s], start[s + 1]);
      }
    }
    return new ArmRanks(start, ranks);
  }

  /**
   * Ranks of an arm.
   *
   * @param start [K + 1] where a stratum's begin
   * @param doubled ranks
   */
  record ArmRanks(int[] start, int[] doubled) {

    int from(int s) {
      return start[s];
    }

    int size(int s) {
      return start[s + 1] - start[s];
    }
  }

  /**
   * Bits of the subjects with a 1, as the tests take an arm: subject i is bit i % 64 of word i /
   * 64.
   */
  public static long[] arm(double[] attribute) {
    long[] bits = new long[(attribute.length + 63) / 64];
    for (int i = 0; i < attribute.length; i++) {
      if (attribute[i] == 1) {
        bits[i >> 6] |= 1L << i;
      }
    }
    return bits;
  }
}
