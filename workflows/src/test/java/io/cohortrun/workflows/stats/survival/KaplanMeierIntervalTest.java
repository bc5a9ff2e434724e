package io.cohortrun.workflows.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Intervals on three scales, as R's {@code survfit} has them ({@code oracles/intervals.R}). */
class KaplanMeierIntervalTest {

  @TestFactory
  Stream<DynamicTest> intervalsAreThoseOfR() throws IOException {
    Table oracle = Table.read("survival/intervals-r.tsv", "\t");
    return IntStream.range(0, oracle.rows())
        .mapToObj(
            i ->
                Stream.of("table", "by", "level", "scale", "quantity", "value")
                    .map(name -> oracle.columns().get(name)[i])
                    .toList())
        .map(row -> DynamicTest.dynamicTest(String.join(" ", row), () -> check(row)));
  }

  @Test
  void nobodyKnowsAnIntervalOnTheLogLogScaleBeforeTheFirstEvent() {
    FollowUp data = FollowUp.of(new double[] {1, 2, 3}, new boolean[] {false, true, false});
    assertThat(KaplanMeier.of(data, KaplanMeier.Scale.LOG_LOG).limit(1, -1)).isNaN();
    assertThat(KaplanMeier.of(data, KaplanMeier.Scale.PLAIN).limit(1, -1)).isEqualTo(1);
  }

  private static void check(List<String> row) throws IOException {
    KaplanMeier curve =
        KaplanMeier.of(followUp(row.get(0), row.get(1), row.get(2)), scale(row.get(3)));
    String[] at = row.get(4).split("@", -1);
    double ours =
        switch (at[0]) {
          case "0.95LCL" -> curve.medianLower();
          case "0.95UCL" -> curve.medianUpper();
          case "lower" -> curve.limit(Double.parseDouble(at[1]), -1);
          default -> curve.limit(Double.parseDouble(at[1]), 1);
        };
    if (row.get(5).equals("NA")) {
      assertThat(ours).isNaN();
      return;
    }
    double expected = Double.parseDouble(row.get(5));
    assertThat(ours).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
  }

  private static KaplanMeier.Scale scale(String written) {
    return Arrays.stream(KaplanMeier.Scale.values())
        .filter(s -> s.toString().equals(written))
        .findFirst()
        .orElseThrow();
  }

  private static FollowUp followUp(String file, String by, String level) throws IOException {
    Table table =
        Table.read("survival/" + file, file.endsWith(".csv") ? "," : " ").where(by, level);
    boolean lung = file.equals("lung.csv");
    boolean waltons = file.equals("waltons.csv");
    double[] died = table.numbers(waltons ? "E" : "status");
    boolean[] event = new boolean[died.length];
    for (int i = 0; i < died.length; i++) {
      event[i] = died[i] == 1;
    }
    return FollowUp.of(table.numbers(lung ? "time" : waltons ? "T" : "t"), event);
  }
}
