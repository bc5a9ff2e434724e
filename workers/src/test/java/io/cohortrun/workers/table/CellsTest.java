package io.cohortrun.workers.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "--",
        "?",
        "NA",
        "<NA>",
        "NaN",
        "-nan",
        "-1.#IND",
        "1.#QNAN",
        "null",
        "#N/A",
        "#DIV/0!",
        "Unknown",
        "[Not Available]",
        "Not Allowed To Collect"
      })
  void whatProgramsWriteForNoValueIsMissing(String cell) {
    assertThat(Cells.isMissing(cell)).isTrue();
    assertThat(Cells.isNumber(cell)).isFalse();
  }

  @Test
  void aNumberIsWrittenInDecimals() {
    assertThat(new String[] {"0", "-1.5", ".5", "5.", "1e-3"}).allMatch(Cells::isNumber);
    assertThat(new String[] {"1d", "0x1p3", "1,5", "-Inf", "1e999", "II"})
        .noneMatch(Cells::isNumber);
    assertThat(new String[] {"-Inf", "inf", "Infinity", "1e999"}).allMatch(Cells::isInfinite);
  }

  @Test
  void equalNumbersSayTheSameHoweverTheyAreWritten() {
    assertThat(Cells.same("1", "1.0")).isTrue();
    assertThat(Cells.same("-0.0", "0")).isTrue();
    assertThat(Cells.same("2e2", "200.00")).isTrue();
    assertThat(Cells.same("MSI-H", "msi-h")).isTrue();
    assertThat(Cells.same("1", "1.5")).isFalse();
    assertThat(Cells.canonical("3.0")).isEqualTo("3");
    assertThat(Cells.canonical("II")).isEqualTo("II");
  }
}
