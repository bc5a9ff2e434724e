package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void namesThatLookLikeNumbersAreShownAsTheyAreWritten() {
    Line line = new Line(Map.of("level", "007", "stratum", "1.10", "n", "0012"));
    assertThat(line.shown("level")).isEqualTo("007");
    assertThat(line.shown("stratum")).isEqualTo("1.10");
    assertThat(line.shown("n")).isEqualTo(12L);
  }

  @Test
  void wordsThatJavaReadsAsNumbersAreWords() {
    Line line = new Line(Map.of("value", "2D"));
    assertThat(line.shown("value")).isEqualTo("2D");
    assertThat(line.number("value")).isNaN();
  }
}
