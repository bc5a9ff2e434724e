package io.cohortrun.workflows.stats.concordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConcordanceOfPopulationsTest {

  private static final int SUBTYPES = 40;
  private static final int CHANNELS = 8;

  private static double[][] densities(Random random, double[][] truth) {
    double[][] of = new double[SUBTYPES][CHANNELS];
    for (int s = 0; s < SUBTYPES; s++) {
      for (int c = 0; c < CHANNELS; c++) {
        of[s][c] = 10 * c + (truth == null ? 0 : truth[s][c]) + random.nextGaussian();
      }
    }
    return of;
  }

  @Test
  void levelsOfChannelsAloneGiveAHighPooledCorrelationAndNothingElse() {
    var random = new Random(1);
    var chance = ActivationConcordance.of(densities(random, null), densities(random, null), 200, 1);
    assertThat(chance.pooled()).isGreaterThan(0.95);
    assertThat(chance.shuffled()).isCloseTo(chance.pooled(), within(0.01));
    assertThat(Math.abs(chance.centred())).isLessThan(0.15);
    assertThat(chance.p()).isGreaterThan(0.01);
    assertThat(Arrays.stream(chance.perChannel()).map(Math::abs).max().orElse(1)).isLessThan(0.6);
  }

  @Test
  void subtypesThatDifferAlikeInBothPopulationsAreFoundWithoutTheLevels() {
    var random = new Random(2);
    double[][] truth = new double[SUBTYPES][CHANNELS];
    for (double[] row : truth) {
      Arrays.setAll(row, c -> 2 * random.nextGaussian());
    }
    double[][] a = densities(random, truth);
    double[][] b = densities(random, truth);
    Arrays.fill(a[3], Double.NaN); // a subtype with too few patients
    b[4][0] = Double.NaN;
    var real = ActivationConcordance.of(a, b, 200, 1);
    assertThat(real.cells()).isEqualTo(SUBTYPES * CHANNELS - CHANNELS - 1);
    assertThat(real.centred()).isBetween(0.7, 0.9);
    assertThat(real.p()).isCloseTo(1 / 201.0, within(1e-12));
  }

  @Test
  void oneSubtypeHasNoCentredCorrelationAndNoPOfIt() {
    double[][] one = {{10, 20, 30}};
    var alone = ActivationConcordance.of(one, new double[][] {{11, 19, 35}}, 200, 1);
    assertThat(alone.pooled()).isCloseTo(1, within(1e-12));
    assertThat(alone.centred()).isNaN();
    assertThat(alone.p()).isNaN();
  }

  private static Call[][] calls(Random random, double share, double[] perRow) {
    Call[][] calls = new Call[perRow.length][CHANNELS];
    for (int row = 0; row < calls.length; row++) {
      for (int c = 0; c < CHANNELS; c++) {
        boolean found = random.nextDouble() < perRow[row] * share;
        calls[row][c] = found ? random.nextBoolean() ? Call.UP : Call.DOWN : Call.NONE;
      }
    }
    return calls;
  }

  @Test
  void attributesThatAreMerelyPoweredInBothOverlapByFisherButNotByTheHonestNulls() {
    var random = new Random(3);
    double[] power = random.doubles(200).map(v -> v < 0.2 ? 0.9 : 0.02).toArray();
    int[] attribute = new int[200];
    Arrays.setAll(attribute, i -> i);
    var overlap =
        AssociationOverlap.of(calls(random, 1, power), calls(random, 1, power), attribute, 200, 1);
    assertThat(overlap.fisher().greater()).isLessThan(2e-9);
    assertThat(overlap.signAgreement()).isCloseTo(0.5, within(0.1));
    assertThat(overlap.relabelledP()).isGreaterThan(0.01);
    assertThat(overlap.withinAttributesP()).isGreaterThan(0.001);
  }

  @Test
  void associationsThatAreSharedChannelByChannelPassTheHonestNulls() {
    var random = new Random(4);
    double[] power = new double[200];
    Arrays.fill(power, 0.2);
    Call[][] a = calls(random, 1, power);
    Call[][] b = Arrays.stream(a).map(Call[]::clone).toArray(Call[][]::new);
    b[0][0] = Call.UNTESTED;
    int[] attribute = new int[200];
    Arrays.setAll(attribute, i -> i / 2);
    var overlap = AssociationOverlap.of(a, b, attribute, 200, 1);
    assertThat(overlap.shared() + overlap.onlyA() + overlap.onlyB() + overlap.neither())
        .isEqualTo(200 * CHANNELS - 1);
    assertThat(overlap.signAgreement()).isEqualTo(1);
    assertThat(overlap.relabelledP()).isCloseTo(1 / 201.0, within(1e-12));
    assertThat(overlap.withinAttributesP()).isLessThan(1e-20);
  }

  /** R 4.2.2: {@code mantelhaen.test(array(c(3,2,1,10, 5,1,2,8), c(2,2,2)), correct = FALSE)}. */
  @Test
  void theTestWithinAttributesIsThatOfR() {
    int[][] tables = {{3, 1, 2, 10}, {5, 2, 1, 8}};
    Call[] first = {Call.UP, Call.UP, Call.NONE, Call.NONE};
    Call[] second = {Call.UP, Call.NONE, Call.UP, Call.NONE};
    List<Call[]> a = new ArrayList<>();
    List<Call[]> b = new ArrayList<>();
    List<Integer> attribute = new ArrayList<>();
    for (int t = 0; t < tables.length; t++) {
      for (int cell = 0; cell < 4; cell++) {
        for (int i = 0; i < tables[t][cell]; i++) {
          a.add(new Call[] {first[cell]});
          b.add(new Call[] {second[cell]});
          attribute.add(t);
        }
      }
    }
    var overlap =
        AssociationOverlap.of(
            a.toArray(Call[][]::new),
            b.toArray(Call[][]::new),
            attribute.stream().mapToInt(Integer::intValue).toArray(),
            0,
            1);
    assertThat(overlap.withinAttributes()).isCloseTo(17.5, within(1e-12));
    assertThat(overlap.withinAttributesP()).isCloseTo(0.000710797015711, within(1e-14));
  }

  @Test
  void moreAssociationsThatAreMereSampleSizeVanishAtEqualSize() {
    int[] stratum = new int[300];
    Arrays.fill(stratum, 200, 300, 1);
    var ratio = CountRatio.of(10, stratum, new int[] {100, 150}, 100, 1, BitSet::cardinality);
    assertThat(ratio.ratio()).isEqualTo(30);
    assertThat(ratio.atEqualSize()).isEqualTo(20); // all of the stratum in which B has more
    assertThat(ratio.lower()).isEqualTo(ratio.upper());
  }
}
