package io.cohortrun.workflows.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.series.Series;
import io.cohortrun.workflows.stats.rank.NullCalibration;
import io.cohortrun.workflows.stats.screen.DiscoveryCalibration;
import io.cohortrun.workflows.stats.signature.SignatureCalibration;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * p and q where the truth is known. Whole with {@code -Pseries}, which writes {@code
 * docs/series/calibration.md}; a cut in every build.
 */
class CalibrationTest {

  /** Over so many mixed cohorts the share of false discoveries is asked for. */
  private static final int MIXED = 200;

  private static final CalibrationPage PAGE = new CalibrationPage();

  @AfterAll
  static void writePage() throws IOException {
    if (PAGE.isComplete()) {
      Series.record("calibration", PAGE.markdown(Series.machine()));
    }
  }

  @Test
  void nothingIsFoundMoreOftenThanItsLevelInSmallArmsTiesAndStrata() {
    List<NullCalibration.Rate> rates = NullCalibration.rates(Series.size(20_000, 1_120_000), 1);
    PAGE.nulls(rates);
    assertThat(rates)
        .allSatisfy(rate -> assertThat(rate.below()).isLessThanOrEqualTo(rate.limit()));
  }

  /** 0.05 on average, with a standard deviation of about 0.04 in one cohort. */
  @Test
  void falseDiscoveriesStayBelowTheirShareInMixedCohorts() {
    List<DiscoveryCalibration.Rates> rates = DiscoveryCalibration.of(Series.size(20, 3_000), 1);
    Mean all = Mean.of(rates, DiscoveryCalibration.Rates::falseDiscovery);
    PAGE.discoveries(Math.min(MIXED, rates.size()), rates);
    assertThat(all.value()).isLessThan(Series.FULL ? 0.05 : 0.065);
    assertThat(Mean.of(rates, DiscoveryCalibration.Rates::power).value()).isGreaterThan(0.3);
  }

  /** Bounds are four standard errors. */
  @Test
  void pOfASignatureOfNothingIsUniformThoughSitesDiffer() throws IOException {
    int permutations = Series.size(19, 99);
    double[] p = SignatureCalibration.p(Series.size(60, 1_000), permutations);
    PAGE.signatures(p, permutations);
    for (double level : SignatureCalibration.LEVELS) {
      double error = Math.sqrt(level * (1 - level) / p.length);
      assertThat(SignatureCalibration.share(p, level))
          .as("p up to %s", level)
          .isBetween(level - 4 * error, level + 4 * error);
    }
    assertThat(Arrays.stream(p).distinct().count()).isGreaterThan(15);
  }
}
