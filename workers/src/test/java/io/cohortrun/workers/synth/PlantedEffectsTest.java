package io.cohortrun.workers.synth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.HeldStrata;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.StudyFolder;
import io.cohortrun.workflows.stats.screen.Association;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statistics of a run against the answer key, on densities as drawn: no slide is painted. */
class PlantedEffectsTest {

  private static final long SEED = 1;
  private static final int PATIENTS = 400;

  @TempDir Path temp;

  @Test
  void whatWasPlantedIsFoundAndLittleElse() throws Exception {
    for (Population population : Population.values()) {
      List<Patient> patients = new PatientDraw(SEED, population).draw(PATIENTS);
      Map<String, Double> score = score(population, patients);
      assertThat(score.get("power gene")).isGreaterThan(.6);
      assertThat(score.get("power burden")).isGreaterThan(.3);
      assertThat(score.get("power tissue")).isGreaterThan(.6);
      assertThat(score.get("power stage")).isEqualTo(1);
      assertThat(score.get("power survival")).isEqualTo(1);
      assertThat(score.get("false_discovery_share ")).isLessThan(.05);
      assertThat(score.get("rate_within_type_and_site none")).isBetween(.03, .07);
      assertThat(score.get("specific gene")).isGreaterThan(score.get("specific tissue"));
      assertThat(score.get("rate_adjusted confounded"))
          .isLessThan(score.get("rate_crude confounded"));
    }
  }

  @Test
  void recordsGivenToOthersOfTheSameTypeAndSiteLeaveNothingToFind() throws Exception {
    List<Patient> drawn = new PatientDraw(SEED, Population.A).draw(PATIENTS);
    Map<String, Double> score =
        score(Population.A, PatientDraw.permuted(drawn, Draws.of(SEED, "permuted")));
    assertThat(score.get("rate_within_type_and_site none")).isLessThan(.07);
    assertThat(score.get("significant ")).isLessThan(5);
  }

  /** Quantity and term to value. */
  private Map<String, Double> score(Population population, List<Patient> patients)
      throws Exception {
    Path folder = Files.createTempDirectory(temp, population.name());
    Study.write(folder.resolve("study"), population, patients);
    List<String> rows = new ArrayList<>();
    rows.add("patient_id,channel,valid_pixels,positive_pixels");
    for (Patient patient : patients) {
      if (patient.images().slides() > 0 && !patient.images().lost()) {
        for (Channel channel : Channel.values()) {
          long positive = Math.round(1e6 * patient.images().density()[channel.index()]);
          rows.add("%s,%s,1000000,%d".formatted(patient.id(), channel.id(), positive));
        }
      }
    }
    Path features = Files.write(folder.resolve("features.csv"), rows);
    JoinReport report = new JoinReport();
    ClinicalJoin join =
        ClinicalJoin.of(
            FeatureTable.of(NamedTable.read(features), report),
            StudyFolder.read(folder.resolve("study"), 0, 10, report),
            new Choice(
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(Study.BURDEN, Study.UNSTABLE),
                List.of(),
                List.of()),
            report);
    AssociationFiles.write(
        folder,
        AssociationAnalysis.of(
            join.population(), HeldStrata.of(join.population()), Association.LEVEL),
        join.dictionary(),
        report);
    Path truth = folder.resolve("truth.csv");
    List<String> key = new ArrayList<>(List.of(String.join(",", AnswerKey.NAMES)));
    AnswerKey.of(population).rows().forEach(row -> key.add(String.join(",", row.cells())));
    Map<String, Double> score = new HashMap<>();
    for (Quantity one : PlantedScore.of(folder, Files.write(truth, key))) {
      score.put(one.quantity() + " " + one.term(), one.value());
    }
    return score;
  }
}
