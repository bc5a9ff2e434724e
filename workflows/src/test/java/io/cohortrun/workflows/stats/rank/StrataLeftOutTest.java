package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Leaving strata out of sums is the test of the subjects of the others. */
class StrataLeftOutTest {

  private static final double LEVEL = 0.05;

  private final double[] values;
  private final double[] second;
  private final int[] stratum;
  private final long[] arm;
  private final boolean[] left;
  private final BitSet rest = new BitSet();

  /** Some cohorts are small, some have many zeros, some an effect. */
  StrataLeftOutTest(RepetitionInfo seed) {
    var random = new Random(seed.getCurrentRepetition());
    int n = 60 + random.nextInt(1500);
    int strata = 2 + random.nextInt(20);
    double zeros = random.nextInt(4) * 0.3;
    double effect = random.nextInt(4) * 0.3;
    double share = 0.02 + 0.5 * random.nextDouble();
    stratum = random.ints(n, 0, strata).toArray();
    double[] in = random.doubles(n).map(u -> u < share ? 1 : 0).toArray();
    arm = Ranking.arm(in);
    values = new double[n];
    second = new double[n];
    for (int i = 0; i < n; i++) {
      double z = random.nextGaussian() + effect * in[i];
      values[i] = random.nextDouble() < zeros ? 0 : Math.exp(z);
      second[i] = Math.round(2 * (z + random.nextGaussian()));
    }
    left = new boolean[strata];
    for (int s = 0; s < strata; s++) {
      left[s] = random.nextInt(4) == 0;
    }
    IntStream.range(0, n).filter(i -> !left[stratum[i]]).forEach(rest::set);
  }

  @RepeatedTest(200)
  void ofAnArm() {
    VanElteren direct = VanElteren.test(Ranking.of(values, stratum, rest), arm);
    StratumSums sums = new StratumSums(Ranking.of(values, stratum), arm);
    assertThat(sums.without(left, 0)).isEqualTo(direct);

    if (!Double.isNaN(direct.p())) {
      VanElteren asked = sums.without(left, LEVEL);
      assertThat(asked.delta()).isEqualTo(direct.delta());
      assertThat(asked.p() < LEVEL).isEqualTo(direct.p() < LEVEL);
      assertThat(asked.p()).as("p or a bound").isGreaterThanOrEqualTo(direct.p());
    }
  }

  @RepeatedTest(20)
  void ofTwoRankings() {
    Correlation direct =
        Correlation.spearman(Ranking.of(values, stratum, rest), Ranking.of(second, stratum, rest));
    Correlation summed =
        new StratifiedSpearman(Ranking.of(values, stratum), Ranking.of(second, stratum))
            .without(left);
    assertThat(summed.n()).isEqualTo(direct.n());
    assertThat(summed.df()).isEqualTo(direct.df());
    assertThat(summed.r()).isCloseTo(direct.r(), within(1e-13));
    assertThat(summed.p()).isCloseTo(direct.p(), within(1e-12));
  }
}
