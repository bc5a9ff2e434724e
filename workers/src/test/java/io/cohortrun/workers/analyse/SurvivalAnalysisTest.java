package io.cohortrun.workers.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.KaplanMeier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    assertThat(analysed("F", "T", "0", "1")).as("R's logical").isEqualTo(expected);
  }

  @Test
  void followUpsOfZeroAreKeptAndCounted() throws Exception {
    assertThat(notesOf("0", "0.0", "3", "-1", "NA"))
        .containsExactly(
            "1 row left out: no finite time, event or entry",
            "1 row left out: a time below 0",
            "2 rows kept with a follow-up of 0: at risk at time 0 only");
    assertThat(notesOf("0", "3"))
        .containsExactly("1 row kept with a follow-up of 0: at risk at time 0 only");
    assertThat(notesOf("1", "3")).isEmpty();
  }

  @Test
  void oneWordAmongNumbersIsRefusedWithItsPlaceAndMakesNoCategories() {
    String[] ages = {"41", "52", "63", "48.5", "57", "66", "39", "71", "see notes", "60"};
    assertThatThrownBy(() -> withAges(ages, "age"))
        .isInstanceOf(BadTable.class)
        .hasMessageStartingWith("row 9, column age: 'see notes' is not a number; ");
    ages[8] = "45,5";
    assertThatThrownBy(() -> withAges(ages, "age"))
        .hasMessageStartingWith("row 9, column age: '45,5' is not a number; write 1234.5 ");
  }

  @Test
  void codesWithALetterAmongThemAreCategories() throws Exception {
    String[] stages = {"1", "2", "2", "1", "4a", "2", "1", "4a", "2", "1"};
    assertThat(withAges(stages, "age"))
        .extracting(Quantity::term)
        .contains("age2", "age4a")
        .doesNotContain("age");
  }

  @Test
  void aNameOfTwoColumnsIsRefused() {
    String[] ages = {"41", "52", "63", "48", "57", "66", "39", "71", "44", "60"};
    assertThatThrownBy(() -> withAges(ages, "status"))
        .hasMessage("two columns are called status; rename the one that is not meant");
  }

  @Test
  void aTableWithoutAPossibleFollowUpIsRefused() {
    assertThatThrownBy(() -> notesOf("-1", "NA"))
        .isInstanceOf(BadTable.class)
        .hasMessageStartingWith("no row has a possible follow-up");
  }

  private static List<Quantity> withAges(String[] ages, String name) throws Exception {
    List<TextTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < DIED.length; i++) {
      rows.add(new TextTable.Row(i + 2, List.of("" + (10 + 7 * i % 11), "" + DIED[i], ages[i])));
    }
    return SurvivalAnalysis.of(
        new TextTable(List.of("time", "status", name), rows),
        new SurvivalColumns("time", "status", null, List.of(name), null, null),
        CoxModel.Ties.EFRON,
        KaplanMeier.Scale.LOG,
        List.of(),
        note -> {});
  }

  private static List<String> notesOf(String... times) throws Exception {
    List<String> notes = new ArrayList<>();
    SurvivalAnalysis.of(
        new TextTable(
            List.of("time", "died"),
            Stream.of(times).map(t -> new TextTable.Row(2, List.of(t, "1"))).toList()),
        new SurvivalColumns("time", "died", null, List.of(), null, null),
        CoxModel.Ties.EFRON,
        KaplanMeier.Scale.LOG,
        List.of(),
        notes::add);
    return notes;
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
        KaplanMeier.Scale.LOG,
        List.of(),
        note -> {});
  }
}
