package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workflows.contract.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MppRulesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0.25, 0.25, 0.5, 0.5, 0.6, 0.6, 10, vendor, 0.25",
        "-, -, 0.5, 0.5, 0.6, 0.6, 10, ome, 0.5",
        "-, -, -, -, 0.6, 0.6, 10, tiff, 0.6",
        "-, -, -, -, -, -, 40, objective, 0.25",
        "' ', '', -, -, -, -, 20x, objective, 0.5",
        "0.25, 0.2549, -, -, -, -, -, vendor, 0.25245",
        "0.05, 0.05, -, -, -, -, -, vendor, 0.05",
        "100, 100, -, -, -, -, -, vendor, 100",
      })
  void theFirstStatementPresentIsTaken(
      String vx,
      String vy,
      String ox,
      String oy,
      String tx,
      String ty,
      String power,
      String source,
      double value)
      throws Exception {
    Mpp mpp = MppRules.resolve(new SlideInfo.Resolution(vx, vy, ox, oy, tx, ty, power), null);
    assertThat(mpp).isEqualTo(new Mpp(value, source, java.util.List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "NaN, NaN, -, ImplausibleMpp",
        "Infinity, Infinity, -, ImplausibleMpp",
        "'0,25', '0,25', -, ImplausibleMpp",
        "0, 0, -, ImplausibleMpp",
        "-0.25, -0.25, -, ImplausibleMpp",
        "0.0499, 0.0499, -, ImplausibleMpp",
        "100.1, 100.1, -, ImplausibleMpp",
        "250, 250, 40, ImplausibleMpp",
        "0.25, none, 40, ImplausibleMpp",
        "0.25, 0.256, 40, AnisotropicMpp",
        "-, -, 0, ImplausibleMpp",
        "-, -, high, ImplausibleMpp",
        "-, -, -, MissingMpp",
      })
  void aWrongStatementEndsTheChainAndTheSentenceSaysWhatToDo(
      String x, String y, String power, Outcome code) {
    SlideFailure failure = failure(x, y, power, null);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining("manifest");
  }

  @Test
  void theManifestWinsAndADisagreementIsTold() throws Exception {
    assertThat(MppRules.resolve(vendor("0.25"), 0.5).warnings())
        .singleElement()
        .asString()
        .contains("0.5000", "0.2500", "vendor");
    assertThat(MppRules.resolve(vendor("0.25"), 0.26).warnings()).isEmpty();
    assertThat(MppRules.resolve(vendor("0"), 0.5).source()).isEqualTo("manifest");
    assertThat(MppRules.resolve(vendor("0"), 0.5).warnings()).hasSize(1);
    assertThat(MppRules.resolve(vendor(null), 0.5).warnings()).isEmpty();
  }

  @Test
  void aWrongManifestValueIsNotReplacedByTheFiles() {
    assertThat(failure("0.25", "0.25", null, 0.0).code()).isEqualTo(Outcome.ImplausibleMpp);
    assertThat(failure("0.25", "0.25", null, Double.NaN).code()).isEqualTo(Outcome.ImplausibleMpp);
  }

  @Test
  void oneAxisServesForBothAndIsTold() throws Exception {
    Mpp mpp =
        MppRules.resolve(
            new SlideInfo.Resolution("0.25", null, null, null, null, null, null), null);
    assertThat(mpp.value()).isEqualTo(0.25);
    assertThat(mpp.warnings()).hasSize(1);
  }

  private static SlideInfo.Resolution vendor(String mpp) {
    return new SlideInfo.Resolution(mpp, mpp, null, null, null, null, null);
  }

  private static SlideFailure failure(String x, String y, String power, Double override) {
    return catchThrowableOfType(
        SlideFailure.class,
        () ->
            MppRules.resolve(
                new SlideInfo.Resolution(x, y, null, null, null, null, power), override));
  }
}
