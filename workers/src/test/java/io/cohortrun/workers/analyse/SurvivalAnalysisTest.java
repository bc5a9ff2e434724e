package io.cohortrun.workers.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.survival.CoxModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurvivalAnalysisTest {

  private static final int[] DIED = {1, 0, 1, 1, 0, 1, 0, 1, 1, 0};

  /** As R's lung has them, and as pandas writes them again. */
  @Test
  void anEventIsTheSameHoweverItsNumberIsWritten() throws Exception {
    List<Quantity> expected = analysed("0", "1", "0", "1");
    assertThat(expected).contains(new Quantity("events", "arm=0", 3));
    assertThat(analysed("0.0", "1.0", "0", "1")).isEqualTo(expected);
    assertThat(analysed("1", "2", "0", "1")).isEqualTo(expected);
    assertThat(analysed("1.0", "2.0", "0", "1")).isEqualTo(expected);
    assertThat(analysed("1.0", "2", "0.0", "1.00")).isEqualTo(expected);
    assertThat(analysed("0:LIVING", "1:DECEASED", "0", "1")).isEqualTo(expected);
  }

  /** Half of the rows of arm 1 have its number as given, the others as 1. */
  private static List<Quantity> analysed(String alive, String dead, String zero, String one)
      throws Exception {
    List<TextTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < DIED.length; i++) {
      rows.add(
          new TextTable.Row(
              i + 2,
              List.of(
                  String.valueOf(10 + 7 * i % 11),
                  DIED[i] == 1 ? dead : alive,
                  i % 2 == 0 ? zero : i % 4 == 1 ? one : "1")));
    }
    return SurvivalAnalysis.of(
        new TextTable(List.of("time", "status", "arm"), rows),
        new SurvivalColumns("time", "status", null, List.of("arm"), null, "arm"),
        CoxModel.Ties.EFRON,
        List.of(),
        note -> {});
  }
}
