package io.cohortrun.workflows.stats.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignatureCalibrationTest {

  private static final int COHORTS = 60;

  /** A cut of {@link SignatureCalibration}; bounds are four standard errors. */
  @Test
  void pOfASignatureOfNothingIsUniformThoughSitesDiffer() throws Exception {
    double[] p = SignatureCalibration.p(COHORTS, 19);
    for (double level : SignatureCalibration.LEVELS) {
      double error = Math.sqrt(level * (1 - level) / COHORTS);
      assertThat(SignatureCalibration.share(p, level))
          .as("p up to %s", level)
          .isBetween(level - 4 * error, level + 4 * error);
    }
    assertThat(Arrays.stream(p).distinct().count()).isGreaterThan(15);
  }
}
