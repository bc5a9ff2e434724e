package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.population.ClinicalTables;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenClinicalTest extends StepsCohort {

  @Test
  void aTableThatNobodyIsInEndsTheRunBeforeItBegins() throws Exception {
    CohortInput input = input(1, "patient_id,sex\nX1,f\nX2,m\n");
    assertThatThrownBy(() -> freeze().run(input, store))
        .isInstanceOfSatisfying(
            RunRefused.class,
            e -> {
              assertThat(e.kind()).isEqualTo(RunRefused.Kind.BadClinical);
              assertThat(e).hasMessageStartingWith("BadValue: no patient of the manifest");
            });
    assertThat(store.get(layout(1).input())).isEmpty();
  }

  @Test
  void aTableIsReadOnceForAllAttempts() throws Exception {
    freeze().run(input(1, "patient_id,sex\nP0,f\nP1,m\n"), store);
    String digest = files(1).input().analyses().clinical().digest();
    assertThat(digest).matches("[0-9a-f]{64}");

    freeze().run(input(2, "not what it was"), store);

    assertThat(files(2).input().analyses().clinical().digest()).isEqualTo(digest);
    assertThat(store.get(layout(2).clinical() + "tables/00/clinical.csv").orElseThrow())
        .isEqualTo(store.get(layout(1).clinical() + "tables/00/clinical.csv").orElseThrow());
  }

  private CohortInput input(int attempt, String table) throws Exception {
    Path file = Files.writeString(folder.resolve("clinical.csv"), table);
    return Runs.input(manifest, attempt, List.of())
        .with(
            new AnalysisSettings(
                ClinicalTables.at(file.toUri().toString()),
                new AnalysisSettings.Associations(
                    List.of("PanCancer", "Type", "Subtype"), 0.05, 30, 10, List.of()),
                null,
                null,
                null,
                null,
                List.of(),
                10,
                new AnalysisSettings.Validation("Mark", List.of())));
  }
}
