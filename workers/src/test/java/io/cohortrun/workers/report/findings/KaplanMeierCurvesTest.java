package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KaplanMeierCurvesTest {

  private static Line at(double days) {
    return new Line(Map.of("time", Double.toString(days)));
  }

  @Test
  void timesAtWhichPatientsAtRiskAreToldAreNeverThinned() {
    List<Line> lines = new ArrayList<>();
    List<Line> told = new ArrayList<>();
    for (int half = 1; half <= 8; half++) {
      for (int day = 183 * (half - 1); day < 182 * half; day++) {
        lines.add(at(day));
      }
      told.add(at(half * 365.25 / 2));
      lines.add(told.getLast());
    }
    List<Line> kept = KaplanMeierCurves.thinned(lines);
    assertThat(kept).containsAll(told).contains(at(0)).hasSizeLessThan(140);
  }
}
