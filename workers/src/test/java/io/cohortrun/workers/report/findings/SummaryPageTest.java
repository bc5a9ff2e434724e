package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryPageTest {

  private static final String NOT_TIED = "No channel is tied to survival over all types";
  private static final String NOT_KNOWN =
      "Whether a channel is tied to survival over all types is not known: no model with";

  @TempDir private Path folder;

  @Test
  void survivalIsDeniedWhereAModelSaysSo() throws IOException {
    assertThat(
            survival(
                """
                pan-cancer,all,CD3,adjusted,1.1,0.4,
                pan-cancer,all,CD8,adjusted,,,FewEvents
                """))
        .contains(NOT_TIED)
        .doesNotContain(NOT_KNOWN);
  }

  @Test
  void whatIsDeniedOfAllTypesLeadsToThemAndNotToAType() throws IOException {
    assertThat(
            survival(
                """
                type,TYPEA,CD3,adjusted,1.9,0.001,
                pan-cancer,all,CD3,univariable,1.2,0.02,
                pan-cancer,all,CD3,adjusted,1.1,0.4,
                """))
        .contains(NOT_TIED)
        .contains("href=survival.html#hazards-2");
  }

  @Test
  void aBinaryAttributeIsToldWithTheValueThatItsNameDoesNotSay() throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      Arms arms =
          Arms.of(
              WrittenTables.of(
                  store,
                  "dictionary.tsv",
                  "column\tkind\tlevels\nSEX\tbinary\tFemale < Male|M\nKRAS\tbinary\t0 < 1\nGRADE\tordinal\tG1 < G2\n"));
      assertThat(arms.with("SEX")).isEqualTo("SEX = Male");
      assertThat(arms.with("KRAS")).isEqualTo("KRAS");
      assertThat(arms.with("GRADE")).isEqualTo("GRADE");
    }
  }

  @Test
  void nothingIsDeniedOfSurvivalWhereNoModelOfAllTypesWasFitted() throws IOException {
    assertThat(
            survival(
                """
                pan-cancer,all,CD3,univariable,1.1,0.4,
                pan-cancer,all,CD3,adjusted,,,NonConverged
                type,TYPEA,CD3,adjusted,1.2,0.3,
                """))
        .contains(NOT_KNOWN)
        .doesNotContain(NOT_TIED);
  }

  @Test
  void aRunWithoutChecksIsSaidToBeOneAndLeadsToWhatWasDone() throws IOException {
    assertThat(survival("pan-cancer,all,CD3,adjusted,1.1,0.4,\n"))
        .contains("not put to the checks that guard its claims., href=methods.html");
  }

  @Test
  void choicesThatDifferFromThoseOfTheOtherRunAreToldWithTheirNumberAndWhereTheyAreListed()
      throws IOException {
    assertThat(
            elsewhere(
                """
                [{"name":"entropy","here":"pooled-histogram","there":"mean-of-tiles"},
                 {"name":"snr","here":"mean-over-sd","there":null}]"""))
        .contains(", 7 were found there with the same direction")
        .contains(
            "they differ in 2 choices (entropy, snr), so that not every number of theirs can be"
                + " compared., href=concordance.html#choices-0]");
    assertThat(elsewhere("[]")).contains("same direction").doesNotContain("computed alike");
    assertThat(elsewhere("null"))
        .contains("Whether the two runs were computed alike is not known., href=concordance.html]");
  }

  @Test
  void featuresHaveNamesInPlainWordsAndTheBackgroundShowsNoProtein() {
    assertThat(Channels.told("CD34", "morans_i")).isEqualTo("CD34 clustering (Moran's I)");
    assertThat(Channels.told("Cy5", "density"))
        .isEqualTo("Cy5 density (a background channel, which shows no protein)");
  }

  /** All that is said of a comparison with another run. */
  private String elsewhere(String choices) throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store,
              "concordance.json",
              """
              {"other":{"name":"b"},"choices":%s,
               "associations":{"significantHere":9,"shared":7,"opposite":0}}"""
                  .formatted(choices));
      return SummaryPage.of(run, List.of()).blocks().toString();
    }
  }

  /** All that is said of these hazards. */
  private String survival(String hazards) throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store, "survival.csv", "level,stratum,channel,model,hr,q,reason\n" + hazards);
      FindingsPage survival = SurvivalPage.of(run).orElseThrow();
      return SummaryPage.of(run, List.of(survival)).blocks().toString();
    }
  }
}
