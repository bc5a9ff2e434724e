package io.cohortrun.workflows.stats.concordance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * How many more associations one population has than another on the tests eligible in both, and how
 * many more if it had as few patients.
 *
 * @param ratio significant in A / significant in B
 * @param atEqualSize median of that ratio, A cut down to B's number of patients in each stratum
 * @param lower 2.5 % of the draws lie below
 * @param upper 2.5 % of the draws lie above
 */
public record CountRatio(double ratio, double atEqualSize, double lower, double upper) {

  /**
   * Compares.
   *
   * @param significantB associations of B
   * @param stratumOfA [patients of A] 0..K-1
   * @param sizesOfB [K] patients of B
   * @param draws of subsamples of A
   * @param significant associations of A that are significant among these patients
   */
  public static CountRatio of(
      int significantB,
      int[] stratumOfA,
      int[] sizesOfB,
      int draws,
      long seed,
      ToIntFunction<BitSet> significant) {
    BitSet all = new BitSet();
    all.set(0, stratumOfA.length);
    var random = new Random(seed);
    double[] ratios = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      BitSet drawn = subsample(stratumOfA, sizesOfB, random);
      ratios[draw] = significant.applyAsInt(drawn) / (double) significantB;
    }
    Arrays.sort(ratios);
    return new CountRatio(
        significant.applyAsInt(all) / (double) significantB,
        quantile(ratios, 0.5),
        quantile(ratios, 0.025),
        quantile(ratios, 0.975));
  }

  /** Draws from each stratum as many as B has, or all if A has no more. */
  private static BitSet subsample(int[] stratum, int[] sizes, Random random) {
    int[] order = new int[stratum.length];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    int[] left = sizes.clone();
    BitSet drawn = new BitSet();
    for (int i : order) {
      if (left[stratum[i]]-- > 0) {
        drawn.set(i);
      }
    }
    return drawn;
  }

  /** Of sorted values, by linear interpolation (R's type 7). */
  private static double quantile(double[] sorted, double at) {
    double place = at * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
