package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.AnalysisFile.Audience;
import org.junit.jupiter.api.Test;

class AnalysisFileTest {

  @Test
  void filesOfAFolderAreWhatTheFolderIs() {
    assertThat(AnalysisFile.of("associations.parquet/level=type/associations.parquet"))
        .contains(AnalysisFile.ASSOCIATIONS);
    assertThat(AnalysisFile.of("quality/07.png")).contains(AnalysisFile.QUALITY_PANELS);
  }

  @Test
  void rowsOfPatientsAreForTheTeamAlone() {
    for (String name : new String[] {"patients.csv", "patients.parquet", "worklist.csv"}) {
      assertThat(AnalysisFile.of(name).orElseThrow().audience()).isEqualTo(Audience.Team);
    }
    assertThat(AnalysisFile.of("table1.csv").orElseThrow().audience()).isEqualTo(Audience.Others);
  }

  @Test
  void tablesOfTestsWhoseGroupsFollowOtherSizesAreForTheTeam() {
    for (String name :
        new String[] {
          "associations.parquet/level=type/associations.parquet",
          "associations_significant.csv",
          "combinations.csv",
          "survival.csv",
          "logrank.csv",
          "signature.json",
          "concordance.json",
          "quality.csv"
        }) {
      assertThat(AnalysisFile.of(name).orElseThrow().audience()).as(name).isEqualTo(Audience.Team);
    }
  }

  @Test
  void aFileThatNobodyDecidedAboutIsNone() {
    assertThat(AnalysisFile.of("patients.csv.bak")).isEmpty();
    assertThat(AnalysisFile.of("new.csv")).isEmpty();
  }
}
