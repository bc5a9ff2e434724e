package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.Concordance;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What the whole procedure finds where outcomes belong to nobody: follow-up is exchanged within
 * type and site, and everything is fitted again, until it is clear on which side of .05 p lies.
 *
 * @param draws permutations made
 * @param asHigh of them with at least the observed concordance
 * @param p (1 + asHigh) / (1 + draws)
 * @param lower of the 99 % interval (Clopper and Pearson) of the share that p estimates
 * @param upper of it
 */
public record SignatureNull(int draws, int asHigh, double p, double lower, double upper) {

  /** Permutations of a block. */
  public static final int TOGETHER = 8;

  private static final double DECIDED = 0.05;
  private static final double HALF_TAIL = 0.005;

  /** Counts permutations that reach the observed concordance. */
  @FunctionalInterface
  public interface Block {

    /** How many of the permutations from..to - 1 do. */
    int asHigh(int from, int to) throws IOException;
  }

  /**
   * Asks block after block until it is clear.
   *
   * @param most permutations, at least 1
   */
  public static SignatureNull of(int most, Block block) throws IOException {
    int draws = 0;
    int asHigh = 0;
    SignatureNull now;
    do {
      int to = Math.min(most, draws + TOGETHER);
      asHigh += block.asHigh(draws, to);
      draws = to;
      now = of(draws, asHigh);
    } while (draws < most && now.lower <= DECIDED && now.upper >= DECIDED);
    return now;
  }

  /** Permutes; each draw has its own seed, so that the number of cores changes nothing. */
  public static Block permuting(SignatureData data, CrossFit observed, Splits splits, long seed) {
    double reached = observed.concordance().value();
    return (from, to) ->
        (int)
            IntStream.range(from, to)
                .parallel()
                .filter(draw -> concordance(data, splits, seed + draw) >= reached)
                .count();
  }

  private static SignatureNull of(int draws, int asHigh) {
    double lower =
        asHigh == 0
            ? 0
            : BetaDistribution.of(asHigh, draws - asHigh + 1.0)
                .inverseCumulativeProbability(HALF_TAIL);
    double upper =
        asHigh == draws
            ? 1
            : BetaDistribution.of(asHigh + 1.0, draws - asHigh)
                .inverseSurvivalProbability(HALF_TAIL);
    return new SignatureNull(draws, asHigh, (1.0 + asHigh) / (1 + draws), lower, upper);
  }

  private static double concordance(SignatureData data, Splits splits, long seed) {
    SignatureData permuted = data.outcomesOf(exchanged(data, new Random(seed)));
    Folds folds = Folds.draw(data.site(), splits, seed);
    double[] risk = CrossFit.risk(permuted, folds, new double[splits.repeats()][folds.count()]);
    return Concordance.of(permuted.followUp(), risk).value();
  }

  /** A permutation within type and site. */
  private static int[] exchanged(SignatureData data, Random random) {
    int n = data.size();
    long[] block =
        IntStream.range(0, n)
            .mapToLong(i -> ((long) data.type()[i] << 32) | data.site()[i])
            .toArray();
    long[] blocks = Arrays.stream(block).distinct().sorted().toArray();
    int[][] members = new int[blocks.length][];
    int[] sizes = new int[blocks.length];
    int[] of = Arrays.stream(block).mapToInt(b -> Arrays.binarySearch(blocks, b)).toArray();
    for (int b : of) {
      sizes[b]++;
    }
    Arrays.setAll(members, b -> new int[sizes[b]]);
    int[] filled = new int[blocks.length];
    for (int i = 0; i < n; i++) { // inside out: each block is shuffled as it fills
      int b = of[i];
      int j = random.nextInt(filled[b] + 1);
      members[b][filled[b]] = members[b][j];
      members[b][j] = i;
      filled[b]++;
    }
    int[] order = new int[n];
    Arrays.fill(filled, 0);
    for (int i = 0; i < n; i++) {
      order[i] = members[of[i]][filled[of[i]]++];
    }
    return order;
  }
}
