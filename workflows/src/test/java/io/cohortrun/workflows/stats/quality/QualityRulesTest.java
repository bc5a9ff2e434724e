package io.cohortrun.workflows.stats.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
