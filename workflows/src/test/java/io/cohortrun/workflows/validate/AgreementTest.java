package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.concordance.ActivationConcordance;
import io.cohortrun.workflows.validate.Finding.Result;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gate on runs whose common part is known. */
class AgreementTest {

  private static final int SUBTYPES = 12;
  private static final int CHANNELS = 6;

  private final Random random = new Random(5);

  @Test
  void runsThatShareNothingButTheLevelsOfTheirChannelsFail() {
    double[][] nothing = new double[SUBTYPES][CHANNELS];
    Answer answer = judged(densities(nothing), densities(nothing));
    assertThat(answer.result()).isEqualTo(Result.Failed);
    assertThat(answer.value()).as("pooled, well above the threshold").isGreaterThan(0.9);
  }

  @Test
  void runsWhoseSubtypesDifferAlikePass() {
    double[][] truth = new double[SUBTYPES][CHANNELS];
    for (double[] row : truth) {
      Arrays.setAll(row, c -> 3 * random.nextGaussian());
    }
    assertThat(judged(densities(truth), densities(truth)).result()).isEqualTo(Result.Passed);
  }

  /** Levels of channels, 10 apart, and of each subtype its own part and noise. */
  private double[][] densities(double[][] own) {
    double[][] of = new double[SUBTYPES][CHANNELS];
    for (int s = 0; s < SUBTYPES; s++) {
      for (int c = 0; c < CHANNELS; c++) {
        of[s][c] = 10 * c + own[s][c] + random.nextGaussian();
      }
    }
    return of;
  }

  private static Answer judged(double[][] here, double[][] there) {
    ActivationConcordance found = ActivationConcordance.of(here, there, 1000, 1);
    return Agreement.answer(
        Optional.of(new Agreement(SUBTYPES, found.pooled(), found.centred(), found.p(), "")),
        Check.Concordance.threshold());
  }
}
