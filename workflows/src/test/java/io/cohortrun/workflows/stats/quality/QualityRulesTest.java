package io.cohortrun.workflows.stats.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityRulesTest {

  private static boolean[] noise(long seed) {
    var random = new Random(seed);
    boolean[] mask = new boolean[64 * 64];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < (i % 64 < 32 ? 0.7 : 0.2);
    }
    return mask;
  }

  @Test
  void poolingTilesIsCountingThemTogether() {
    BoxAgreement one =
        BoxAgreement.of(Boxes.ofPrediction(noise(1), 64), Boxes.ofTarget(noise(2), 64));
    BoxAgreement other =
        BoxAgreement.of(Boxes.ofPrediction(noise(3), 64), Boxes.ofTarget(noise(4), 64));
    double[] q = join(Boxes.ofPrediction(noise(1), 64), Boxes.ofPrediction(noise(3), 64));
    double[] t = join(Boxes.ofTarget(noise(2), 64), Boxes.ofTarget(noise(4), 64));
    assertThat(one.plus(other).pearson()).isCloseTo(BoxAgreement.of(q, t).pearson(), within(1e-12));
    assertThat(BoxAgreement.NONE.plus(one)).isEqualTo(one);
  }

  private static double[] join(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void aConstantMaskHasNoCorrelationAndTwoEmptyOnesHaveADiceOfOne() {
    boolean[] empty = new boolean[64 * 64];
    double[] none = Boxes.ofPrediction(empty, 64);
    double[] target = Boxes.ofTarget(noise(1), 64);
    assertThat(BoxAgreement.of(none, target).pearson()).isNaN();
    assertThat(BoxAgreement.spearman(none, target)).isNaN();
    PixelAgreement pixels = PixelAgreement.of(new byte[64 * 64], 0.5, empty);
    assertThat(pixels.dice()).isEqualTo(1);
    assertThat(pixels.iou()).isEqualTo(1);
    assertThat(pixels.diceOfAlwaysPositive()).isZero();
  }

  @Test
  void aCopyOfAnotherChannelIsNotSpecificAndSaysNothingGivenThatChannel() {
    double[] nuclei = Boxes.ofTarget(noise(1), 64);
    double[] epithelium = Boxes.ofTarget(noise(2), 64);
    double[] lymphocytes = Boxes.ofTarget(noise(3), 64);
    assertThat(
            BoxAgreement.specificity(
                BoxAgreement.of(nuclei, lymphocytes), List.of(BoxAgreement.of(nuclei, nuclei))))
        .isNegative();
    assertThat(PartialAgreement.of(nuclei, lymphocytes, nuclei, epithelium).pearson())
        .as("nothing is left of it")
        .isNaN();
    assertThat(PartialAgreement.of(lymphocytes, lymphocytes, nuclei, epithelium).pearson())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void channelsThatAreConstantAreNoneThatAPredictionCouldBeTakenFor() {
    double[] q = Boxes.ofPrediction(noise(1), 64);
    double[] t = Boxes.ofTarget(noise(1), 64);
    BoxAgreement own = BoxAgreement.of(q, t);
    BoxAgreement empty = BoxAgreement.of(q, new double[64]);
    BoxAgreement other = BoxAgreement.of(q, Boxes.ofTarget(noise(2), 64));
    assertThat(BoxAgreement.specificity(own, List.of(empty, other)))
        .isEqualTo(own.pearson() - Math.abs(other.pearson()));
    assertThat(BoxAgreement.specificity(own, List.of(empty))).isNaN();
    assertThat(BoxAgreement.specificity(empty, List.of(other))).isNaN();
    assertThat(PartialAgreement.of(q, t, new double[64], t).pearson()).isNaN();
    assertThat(PartialAgreement.NONE.pearson()).isNaN();
  }

  @Test
  void poolingTilesIsCountingThemTogetherGivenOthersToo() {
    double[][] one = {boxes(1), boxes(2), boxes(3), boxes(4)};
    double[][] other = {boxes(5), boxes(6), boxes(7), boxes(8)};
    assertThat(
            PartialAgreement.of(one[0], one[1], one[2], one[3])
                .plus(PartialAgreement.of(other[0], other[1], other[2], other[3]))
                .pearson())
        .isCloseTo(
            PartialAgreement.of(
                    join(one[0], other[0]),
                    join(one[1], other[1]),
                    join(one[2], other[2]),
                    join(one[3], other[3]))
                .pearson(),
            within(1e-12));
  }

  private static double[] boxes(long seed) {
    return Boxes.ofTarget(noise(seed), 64);
  }

  @Test
  void aFullTargetHasFullBoxesToTheBorder() {
    boolean[] full = new boolean[64 * 64];
    Arrays.fill(full, true);
    assertThat(Boxes.ofTarget(full, 64)).containsOnly(64);
    assertThat(Boxes.ofPrediction(full, 64)).containsOnly(64);
    assertThatThrownBy(() -> Boxes.ofTarget(new boolean[60 * 60], 60))
        .hasMessageContaining("multiple of 8");
  }

  @Test
  void slidesAreDrawnNotTilesAndUndefinedOnesAreLeftOut() {
    double[] values = {0.2, 0.4, Double.NaN, 0.6, 0.8};
    SlideMean mean = SlideMean.of(values, 1);
    assertThat(mean.value()).isCloseTo(0.5, within(1e-12));
    assertThat(mean.slides()).isEqualTo(4);
    assertThat(mean.lower()).isCloseTo(0.3, within(0.051));
    assertThat(mean.upper()).isCloseTo(0.7, within(0.051));
    assertThat(SlideMean.of(new double[] {Double.NaN}, 1).value()).isNaN();
  }

  @Test
  void belowTenSlidesThereIsNoTest() {
    double[] better = new double[10];
    Arrays.fill(better, 1);
    double[] worse = new double[10];
    assertThat(SignTest.of(better, worse).p()).isCloseTo(2 / 1024.0, within(1e-15));
    better[3] = Double.NaN;
    SignTest nine = SignTest.of(better, worse);
    assertThat(nine.p()).isNaN();
    assertThat(nine.wins()).isEqualTo(9);
    assertThat(SignTest.of(worse, new double[10]).p()).as("all equal").isEqualTo(1);
  }
}
