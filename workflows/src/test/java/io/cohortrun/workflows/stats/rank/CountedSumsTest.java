package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** p of sums that take few values, and of sums that few arms reach, beside counts of arms. */
class CountedSumsTest {

  /** Values of each stratum, a digit each; the first of them are the arm. */
  @ParameterizedTest
  @CsvSource({
    "311000, 2",
    "550110000000, 3",
    "9000 8800, 1 1",
    "41000 2100 30, 2 1 1",
    "210000 110000000 311, 2 2 2",
    "98765 43210, 2 3",
    "1100 0011, 2 2",
  })
  void allArmsAreCounted(String values, String arms) {
    int[] arm = Arrays.stream(arms.split(" ")).mapToInt(Integer::parseInt).toArray();
    Strata strata = Strata.of(values.split(" "));
    double far = Math.abs(strata.off(strata.first(arm)));
    long[] counted = new long[2];
    count(strata, arm, far, 0, 0, counted);

    VanElteren ours = VanElteren.test(strata.ranking(), Ranking.arm(strata.first(arm)));

    assertThat(ours.p()).isCloseTo(counted[0] / (double) counted[1], within(1e-12));
  }

  /** A feature that is mostly 0 and else 1, over strata: the draws of each are hypergeometric. */
  @Test
  void aFeatureOfTwoValuesHasTheExactPThatASaddlepointMisses() {
    int[] size = {29, 20, 11};
    int[] ones = {3, 4, 2};
    int[] arm = {5, 7, 2};
    Strata strata =
        Strata.of("11" + "0".repeat(26) + "1", "1111" + "0".repeat(16), "1" + "0".repeat(9) + "1");
    double[] observed = strata.first(arm);
    double p = 0;
    for (int a = 0; a <= ones[0]; a++) {
      for (int b = 0; b <= ones[1]; b++) {
        for (int c = 0; c <= ones[2]; c++) {
          double off = 0;
          double share = 1;
          int[] in = {a, b, c};
          for (int s = 0; s < 3; s++) {
            // A 1 ranks half a stratum higher than a 0.
            off += (in[s] - arm[s] * ones[s] / (double) size[s]) * size[s] / 2 / (size[s] + 1);
            share *= HypergeometricDistribution.of(size[s], ones[s], arm[s]).probability(in[s]);
          }
          p += Math.abs(off) >= Math.abs(strata.off(observed)) - 1e-9 ? share : 0;
        }
      }
    }

    VanElteren ours = VanElteren.test(strata.ranking(), Ranking.arm(observed));

    assertThat(ours.p()).isCloseTo(p, within(p * 1e-9));
  }

  /** The largest sum, and those that are short of it by one rank in a stratum of eight. */
  @Test
  void anArmThatFewOthersReachHasTheShareOfThose() {
    Strata strata = Strata.of("87564321", "87654321", "87654321", "7654321");
    VanElteren ours =
        VanElteren.test(strata.ranking(), Ranking.arm(strata.first(new int[] {3, 3, 3, 3})));

    double arms = 56 * 56 * 56 * 35;
    assertThat(ours.p()).isCloseTo(2 * 4 / arms, within(1e-9 / arms));
  }

  private static void count(
      Strata strata, int[] arm, double far, int from, long bits, long[] counted) {
    double[] drawn = strata.drawn(bits);
    if (from == strata.values().length) {
      if (Arrays.equals(strata.sizes(drawn), arm)) {
        counted[0] += Math.abs(strata.off(drawn)) >= far - 1e-9 ? 1 : 0;
        counted[1]++;
      }
      return;
    }
    count(strata, arm, far, from + 1, bits, counted);
    count(strata, arm, far, from + 1, bits | 1L << from, counted);
  }

  private record Strata(double[] values, int[] stratum, int[] size) {

    static Strata of(String... values) {
      return new Strata(
          String.join("", values).chars().asDoubleStream().toArray(),
          IntStream.range(0, values.length).flatMap(s -> values[s].chars().map(c -> s)).toArray(),
          Arrays.stream(values).mapToInt(String::length).toArray());
    }

    Ranking ranking() {
      return Ranking.of(values, stratum);
    }

    double[] first(int[] arm) {
      double[] in = new double[values.length];
      int from = 0;
      for (int s = 0; s < size.length; s++) {
        Arrays.fill(in, from, from + arm[s], 1);
        from += size[s];
      }
      return in;
    }

    double[] drawn(long bits) {
      return IntStream.range(0, values.length).mapToDouble(i -> bits >> i & 1).toArray();
    }

    int[] sizes(double[] arm) {
      int[] sizes = new int[size.length];
      for (int i = 0; i < arm.length; i++) {
        sizes[stratum[i]] += (int) arm[i];
      }
      return sizes;
    }

    /** Distance of the sum from its mean, by the scores of a ranking. */
    double off(double[] arm) {
      double[] scores = ranking().scores();
      return IntStream.range(0, arm.length).mapToDouble(i -> arm[i] * scores[i]).sum();
    }
  }
}
