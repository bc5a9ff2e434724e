package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.workers.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Associations as a part of a run. */
class RunAnalysisIT {

  private static final int PATIENTS = 36;
  @TempDir Path temp;

  @Test
  void aRunWritesWhatTheCommandWritesAndAKillChangesNothing() throws Exception {
    CohortFolder calm = cohort("calm");
    CohortProcess run = calm.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isZero();
    Path folder = Path.of(run.json().get("output").asText());
    SortedMap<String, String> written = IdenticalResults.analysis(folder.resolve("analysis"));
    CohortProcess command =
        CohortProcess.run(
            calm.path(),
            Map.of(),
            "analyse",
            "associations",
            folder.resolve("features.parquet").toString(),
            "clinical.csv",
            "-o",
            "command");
    assertThat(command.exit()).as(command.stderr()).isZero();
    assertThat(written)
        .containsAllEntriesOf(IdenticalResults.analysis(calm.path().resolve("command")))
        .containsKeys("associations_significant.csv", "join_report.csv", "not_tested.csv")
        .containsKeys("associations_pairs_significant.csv", "combinations.csv")
        .containsKeys("patients.csv", "patients.parquet", "patients_dictionary.csv")
        .containsKeys("flow.csv", "attrition.csv", "table1.csv");

    JsonNode record = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
    assertThat(record.at("/analyses/notAnalysed").asText()).isEmpty();
    assertThat(record.at("/analyses/settings/clinical/digest").asText()).hasSize(64);
    assertThat(record.at("/files").get("clinical/tables/00/clinical.csv").get("sha256").asText())
        .isEqualTo(Sha256.of(calm.path().resolve("clinical.csv")));
    assertThat(record.at("/files").has("analysis/join_report.csv")).isTrue();

    assertThat(record.at("/files").has("validation.json")).isTrue();

    CohortFolder killed = cohort("killed");
    for (String point : List.of("stratum|next-stratum#2", "permuted|next-block#3")) {
      CohortProcess dead = killed.run(Map.of("COHORTRUN_KILL_AT", point));
      assertThat(dead.exit()).as(dead.stderr()).isEqualTo(137);
    }
    CohortProcess again = killed.run(Map.of());
    assertThat(again.exit()).as(again.stderr()).isZero();
    Path afterwards = Path.of(again.json().get("output").asText());
    assertThat(IdenticalResults.analysis(afterwards.resolve("analysis"))).isEqualTo(written);
    assertThat(afterwards.resolve("validation.json"))
        .hasSameTextualContentAs(folder.resolve("validation.json"));
  }

  @Test
  void aCheckThatStopsARunLeavesItUnpublishedAndSaysWhy() throws Exception {
    CohortFolder cohort = cohort("stopped");
    Files.writeString(
        cohort.path().resolve(cohort.name() + ".yaml"),
        "  validation: {checks: [{name: LedgerComplete, threshold: 2, onFailure: Stop}]}\n",
        StandardOpenOption.APPEND);
    CohortProcess run = cohort.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isEqualTo(1);
    assertThat(run.stderr())
        .contains("check LedgerComplete failed: All 72 slides of the manifest have an outcome.")
        .contains("nothing is published")
        .doesNotContain("\tat ");
    assertThat(run.json().get("state").asText()).isEqualTo("NotValidated");
    assertThat(run.json().at("/validation/failed").toString()).isEqualTo("[\"LedgerComplete\"]");
    Path folder = Path.of(run.json().get("output").asText());
    assertThat(folder.resolve("run.json")).doesNotExist();
    JsonNode validation = new ObjectMapper().readTree(folder.resolve("validation.json").toFile());
    assertThat(validation.get("passed").asBoolean()).isFalse();
    assertThat(validation.at("/checks/2/name").asText()).isEqualTo("GoldenPairs");
    assertThat(validation.at("/checks/2/result").asText()).isEqualTo("Passed");
    assertThat(cohort.run(Map.of()).exit()).isEqualTo(1);
  }

  @Test
  void aBadClinicalTableIsBadInput() throws Exception {
    CohortFolder cohort = cohort("bad");
    Files.write(cohort.path().resolve("clinical.csv"), List.of("patient_id,sex", "X,f"));
    CohortProcess run = cohort.run(Map.of());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.stderr())
        .contains("BadValue: no patient of the manifest is in the clinical table")
        .doesNotContain("\tat ");
    assertThat(cohort.output()).doesNotExist();
  }

  private CohortFolder cohort(String name) throws IOException {
    Path folder = temp.resolve(name);
    CohortFolder small = CohortFolder.ofSmallSlides(folder, 2 * PATIENTS);
    List<String> table = new ArrayList<>(List.of("patient_id,cancer_type,sex,age"));
    for (int p = 0; p < PATIENTS; p++) {
      table.add(
          "p%05d,%s,%s,%d"
              .formatted(p, p < 5 ? "lung" : "colon", p % 2 == 0 ? "f" : "m", 40 + p * 7 % 31));
    }
    return small.withAssociations(table);
  }
}
