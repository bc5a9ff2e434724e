package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RankPropertiesTest {

  private static double[] values(Random random, int n) {
    return random.ints(n, 0, 1 + n / 2).mapToDouble(v -> v).toArray();
  }

  private static double[] arm(Random random, int n, double share) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextDouble() < share ? 1 : 0).toArray();
  }

  private static double[] others(double[] arm) {
    return Arrays.stream(arm).map(v -> 1 - v).toArray();
  }

  @RepeatedTest(20)
  void bothArmsShareAllPairsAndOneP(RepetitionInfo seed) {
    var random = new Random(seed.getCurrentRepetition());
    int n = 40 + random.nextInt(200);
    Ranking ranking = Ranking.of(values(random, n));
    double[] arm = arm(random, n, 0.3);
    MannWhitney one = MannWhitney.test(ranking, Ranking.arm(arm));
    MannWhitney other = MannWhitney.test(ranking, Ranking.arm(others(arm)));
    assertThat(one.u() + other.u()).isEqualTo((double) one.n1() * one.n2());
    assertThat(one.p()).isCloseTo(other.p(), within(1e-7 * one.p()));
    assertThat(one.delta()).isCloseTo(-other.delta(), within(1e-12));
  }

  @RepeatedTest(20)
  void theOrderOfSubjectsChangesNothing(RepetitionInfo seed) {
    var random = new Random(seed.getCurrentRepetition());
    int n = 150;
    double[] y = values(random, n);
    double[] arm = arm(random, n, 0.2);
    int[] stratum = random.ints(n, 0, 4).toArray();
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    double[] y2 = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
    double[] arm2 = Arrays.stream(order).mapToDouble(i -> arm[i]).toArray();
    int[] stratum2 = Arrays.stream(order).map(i -> stratum[i]).toArray();
    assertThat(VanElteren.test(Ranking.of(y2, stratum2), Ranking.arm(arm2)))
        .isEqualTo(VanElteren.test(Ranking.of(y, stratum), Ranking.arm(arm)));
    assertThat(MannWhitney.test(Ranking.of(y2), Ranking.arm(arm2)))
        .isEqualTo(MannWhitney.test(Ranking.of(y), Ranking.arm(arm)));
  }

  @RepeatedTest(5)
  void oneStratumIsTheUnstratifiedTest(RepetitionInfo seed) {
    var random = new Random(seed.getCurrentRepetition());
    double[] y = values(random, 200);
    long[] arm = Ranking.arm(arm(random, 200, 0.2));
    int[] third = new int[200];
    Arrays.fill(third, 3); // codes need not start at 0
    VanElteren within = VanElteren.test(Ranking.of(y, third), arm);
    MannWhitney plain = MannWhitney.test(Ranking.of(y), arm);
    assertThat(within.p()).isEqualTo(plain.p());
    assertThat(within.delta()).isEqualTo(plain.delta());
    double[] x = values(random, 200);
    assertThat(Correlation.spearman(Ranking.of(y, third), Ranking.of(x, third)))
        .isEqualTo(Correlation.spearman(Ranking.of(y), Ranking.of(x)));
  }

  @Test
  void onlyThoseWhoseAttributeIsKnownAreRanked() {
    double[] y = {5, 1, Double.NaN, 3, 100, 2};
    BitSet present = new BitSet();
    IntStream.of(0, 1, 3, 5).forEach(present::set);
    Ranking ranking = Ranking.of(y, new int[6], present);
    MannWhitney test = MannWhitney.test(ranking, Ranking.arm(new double[] {1, 0, 1, 1, 1, 0}));
    assertThat(test.n1()).isEqualTo(2);
    assertThat(test.n2()).isEqualTo(2);
    assertThat(test.u()).isEqualTo(4);
  }

  @Test
  void aValueThatIsMissingIsRefused() {
    assertThatThrownBy(() -> Ranking.of(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subject 1 has no value");
  }

  @Test
  void nothingIsClaimedWhereNothingVaries() {
    Ranking equal = Ranking.of(new double[] {2, 2, 2, 2});
    long[] arm = {0b0011};
    assertThat(MannWhitney.test(equal, arm).p()).isNaN();
    assertThat(MannWhitney.test(Ranking.of(new double[] {1, 2}), new long[] {0}).p()).isNaN();
    assertThat(VanElteren.test(equal, arm).p()).isNaN();
    assertThat(KruskalWallis.test(equal, new int[] {0, 0, 1, 1}, 2).p()).isNaN();
    assertThat(JonckheereTerpstra.test(equal, new int[] {0, 0, 1, 1}, 2).p()).isNaN();
    assertThat(Correlation.spearman(equal, Ranking.of(new double[] {1, 2, 3, 4})).p()).isNaN();
  }

  @Test
  void anArmThatIsSeparatedHasTheProbabilityOfOneDraw() {
    double[] y = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    double[] arm = IntStream.range(0, 40).mapToDouble(i -> i < 10 ? 1 : 0).toArray();
    double draws = 847_660_528; // C(40, 10)
    assertThat(MannWhitney.test(Ranking.of(y), Ranking.arm(arm)).p())
        .isCloseTo(2 / draws, within(1e-12 / draws));
    int[] two = IntStream.range(0, 40).map(i -> i % 2).toArray();
    double within = 15_504; // C(20, 5)
    assertThat(VanElteren.test(Ranking.of(y, two), Ranking.arm(arm)).p())
        .isCloseTo(2 / within / within, within(1e-6 / within / within));
  }
}
