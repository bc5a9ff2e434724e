package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.Concordance;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What the whole procedure finds where outcomes belong to nobody: follow-up is exchanged within
 * type and site, and everything is fitted again, until it is clear on which side of .05 p lies.
 *
 * @param concordance of each permutation made, in order
 * @param asHigh of them with at least the observed one
 * @param p (1 + asHigh) / (1 + permutations)
 * @param lower of the 99 % interval (Clopper and Pearson) of the share that p estimates
 * @param upper of it
 */
public record SignatureNull(
    double[] concordance, int asHigh, double p, double lower, double upper) {

  /** Permutations of a block. */
  public static final int TOGETHER = 8;

  private static final double DECIDED = 0.05;
  private static final double HALF_TAIL = 0.005;

  /** Makes permutations. */
  @FunctionalInterface
  public interface Block {

    /** Concordance of each of the permutations from..to - 1. */
    double[] concordance(int from, int to) throws IOException;
  }

  /** Permutations. */
  public int draws() {
    return concordance.length;
  }

  /**
   * Asks block after block until it is clear.
   *
   * @param most permutations, at least 1
   * @param observed concordance
   */
  public static SignatureNull of(int most, double observed, Block block) throws IOException {
    double[] made = {};
    SignatureNull now;
    do {
      int to = Math.min(most, made.length + TOGETHER);
      double[] more = block.concordance(made.length, to);
      made = DoubleStream.concat(Arrays.stream(made), Arrays.stream(more)).toArray();
      now = of(made, observed);
    } while (now.draws() < most && now.lower <= DECIDED && now.upper >= DECIDED);
    return now;
  }

  /** Permutes; each draw has its own seed, so that the number of cores changes nothing. */
  public static Block permuting(SignatureData data, Splits splits, long seed) {
    return (from, to) ->
        IntStream.range(from, to)
            .parallel()
            .mapToDouble(draw -> concordance(data, splits, seed + draw))
            .toArray();
  }

  private static SignatureNull of(double[] made, double observed) {
    int draws = made.length;
    int asHigh = (int) Arrays.stream(made).filter(one -> one >= observed).count();
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
    return new SignatureNull(made, asHigh, (1.0 + asHigh) / (1 + draws), lower, upper);
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
