package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NullCalibrationTest {

  @Test
  void nothingIsFoundMoreOftenThanItsLevelInSmallArmsTiesAndStrata() {
    assertThat(NullCalibration.rates(20_000, 1))
        .allSatisfy(rate -> assertThat(rate.below()).isLessThanOrEqualTo(rate.limit()));
  }
}
