package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscoveryCalibrationTest {

  /** 0.05 on average, with a standard deviation of about 0.02 in one cohort. */
  @Test
  void falseDiscoveriesStayBelowTheirShareInMixedCohorts() {
    DiscoveryCalibration.Rates rates = DiscoveryCalibration.of(20, 1);
    assertThat(rates.falseDiscovery()).isLessThan(0.065);
    assertThat(rates.power()).isGreaterThan(0.3);
  }
}
