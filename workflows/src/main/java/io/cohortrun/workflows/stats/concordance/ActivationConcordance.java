package io.cohortrun.workflows.stats.concordance;

import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Spearman's correlation of mean activations of two populations over cells of (subtype, channel).
 * The pooled one is inflated by the levels of the channels, so three others stand beside it.
 *
 * @param cells that both populations have
 * @param pooled over all cells
 * @param perChannel [channels] across subtypes; NaN with fewer than three
 * @param centred over all cells, each channel's mean taken off in each population
 * @param shuffled mean of the pooled one if subtypes are relabelled: what channel levels alone give
 * @param p one-sided, of a centred one as high under relabelling: (1 + as high) / (1 + draws); NaN
 *     where there is none
 */
public record ActivationConcordance(
    int cells, double pooled, double[] perChannel, double centred, double shuffled, double p) {

  /**
   * Compares. Relabelling takes one permutation of the subtypes for all channels, since channels
   * are correlated.
   *
   * @param a [subtypes][channels] mean density; NaN where there are fewer than 10 patients
   * @param b of the other population
   * @param draws of the null
   */
  public static ActivationConcordance of(double[][] a, double[][] b, int draws, long seed) {
    int[] subtypes =
        IntStream.range(0, a.length)
            .filter(s -> IntStream.range(0, a[s].length).anyMatch(c -> both(a, b, s, c)))
            .toArray();
    double[][] first = Arrays.stream(subtypes).mapToObj(s -> a[s]).toArray(double[][]::new);
    double[][] second = Arrays.stream(subtypes).mapToObj(s -> b[s]).toArray(double[][]::new);
    int channels = first.length == 0 ? 0 : first[0].length;
    double[] perChannel =
        IntStream.range(0, channels)
            .mapToDouble(c -> spearman(first, second, c, c + 1, false))
            .toArray();
    double centred = spearman(first, second, 0, channels, true);
    var random = new Random(seed);
    double[][] relabelled = second.clone();
    double shuffled = 0;
    int asHigh = 0;
    for (int draw = 0; draw < draws; draw++) {
      shuffle(relabelled, random);
      shuffled += spearman(first, relabelled, 0, channels, false) / draws;
      asHigh += spearman(first, relabelled, 0, channels, true) >= centred ? 1 : 0;
    }
    return new ActivationConcordance(
        count(first, second),
        spearman(first, second, 0, channels, false),
        perChannel,
        centred,
        shuffled,
        Double.isNaN(centred) ? Double.NaN : (1.0 + asHigh) / (1 + draws));
  }

  private static boolean both(double[][] a, double[][] b, int s, int c) {
    return !Double.isNaN(a[s][c]) && !Double.isNaN(b[s][c]);
  }

  private static int count(double[][] a, double[][] b) {
    int cells = 0;
    for (int s = 0; s < a.length; s++) {
      for (int c = 0; c < a[s].length; c++) {
        cells += both(a, b, s, c) ? 1 : 0;
      }
    }
    return cells;
  }

  /** Over the channels from..to-1. */
  private static double spearman(double[][] a, double[][] b, int from, int to, boolean centred) {
    double[] x = new double[a.length * (to - from)];
    double[] y = new double[x.length];
    int n = 0;
    for (int c = from; c < to; c++) {
      int start = n;
      for (int s = 0; s < a.length; s++) {
        if (both(a, b, s, c)) {
          x[n] = a[s][c];
          y[n++] = b[s][c];
        }
      }
      if (centred && n > start) {
        centre(x, start, n);
        centre(y, start, n);
      }
    }
    return n < 3
        ? Double.NaN
        : Correlation.spearman(Ranking.of(Arrays.copyOf(x, n)), Ranking.of(Arrays.copyOf(y, n)))
            .r();
  }

  private static void centre(double[] of, int from, int to) {
    double mean = Arrays.stream(of, from, to).average().orElseThrow();
    for (int i = from; i < to; i++) {
      of[i] -= mean;
    }
  }

  private static void shuffle(double[][] rows, Random random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double[] kept = rows[i];
      rows[i] = rows[j];
      rows[j] = kept;
    }
  }
}
