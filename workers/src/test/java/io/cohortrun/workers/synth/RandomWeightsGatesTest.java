package io.cohortrun.workers.synth;

import static io.cohortrun.workers.synth.PlantedRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.validate.Check;
import io.cohortrun.workflows.validate.Evidence;
import io.cohortrun.workflows.validate.Finding.Result;
import io.cohortrun.workflows.validate.Ledger;
import io.cohortrun.workflows.validate.Patients;
import io.cohortrun.workflows.validate.Validation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gates say of a network of random weights: by default less than one would wish. */
class RandomWeightsGatesTest {

  private static final int PATIENTS = 400;

  @TempDir Path folder;

  /** Each of its channels is a mixture of all, the controls' too. */
  @Test
  void itsClaimsMayFailForWhatTheyHaveInCommonWithTheTissue() throws Exception {
    try (PlantedRun run = PlantedRun.of(folder, drawn(1), new RandomNetwork(1))) {
      Validation found = run.validation();
      assertThat(found.result().failed())
          .as("those that fail on the network that reads the truth")
          .containsExactly("Attrition", "Specificity");
      assertThat(finding(found, Check.Specificity).value())
          .as("the network that reads the truth has 0.47")
          .isLessThan(0.35);
    }
  }

  /** If this fails a gate has learnt it: then say so in docs/statistics.md. */
  @Test
  void inAnotherCohortItPassesEveryDefaultGateOfAssociations() throws Exception {
    try (PlantedRun run = PlantedRun.of(folder, drawn(2), new RandomNetwork(2))) {
      Validation found = run.validation();
      assertThat(run.claims()).hasSizeGreaterThan(50);
      assertThat(found.result().failed()).isEmpty();
      assertThat(finding(found, Check.Specificity).value()).isGreaterThan(0.6);
    }
  }

  /** Sums of colours follow the truth whatever the weights, so its outcomes are foretold, too. */
  @Test
  void itsSignatureStandsBesideSimplerOnesAndPermutedOutcomesAndNoGateJudgesIt() throws Exception {
    try (PlantedRun run = PlantedRun.ofSignature(folder, drawn(1), new RandomNetwork(1))) {
      JsonNode signature = run.signature();
      assertThat(signature.at("/null/p").asDouble()).isLessThan(0.05);
      assertThat(signature.path("gains"))
          .hasSize(3)
          .allMatch(gain -> gain.path("lower").asDouble() > 0);
      Validation found = run.validation();
      assertThat(found.result().failed()).as("of the slides alone").containsExactly("Attrition");
      assertThat(
              List.of(
                  finding(found, Check.PermutedOutcomes).result(),
                  finding(found, Check.Specificity).result(),
                  finding(found, Check.Quality).result()))
          .containsOnly(Result.NotApplicable);
    }
  }

  @Test
  void theRankThatTheirSpecsAskForRefusesItAndNotTheNetworkThatReadsTheTruth() {
    int refused = 0;
    int falsely = 0;
    for (long seed = 1; seed <= 10; seed++) {
      for (Population population : Population.values()) {
        List<Patient> patients = new PatientDraw(seed, population).draw(PATIENTS);
        refused += isOfTooFewChannels(patients, new RandomNetwork(seed)) ? 1 : 0;
        falsely += isOfTooFewChannels(patients, p -> p.images().density()) ? 1 : 0;
      }
    }
    assertThat(refused).as("of 20").isEqualTo(20);
    assertThat(falsely).as("of 20").isZero();
  }

  private static boolean isOfTooFewChannels(List<Patient> patients, PlantedRun.Network network) {
    boolean[] analysed = new boolean[patients.size()];
    Arrays.fill(analysed, true);
    List<String> unknown = Collections.nCopies(patients.size(), "");
    Patients all =
        new Patients(
            analysed,
            unknown,
            unknown,
            unknown,
            PlantedRun.densities(patients, network),
            List.of(),
            List.of());
    Validation found =
        Validation.of(
            new Evidence(
                new Ledger(patients.size(), patients.size()),
                all,
                Set.of("TRITC", "Cy5"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new AnalysisSettings.Validation(
                "Mark",
                List.of(
                    new AnalysisSettings.Check(
                        Check.EffectiveRank.name(), (double) RunFiles.COMPONENTS, null))));
    return finding(found, Check.EffectiveRank).result() == Result.Failed;
  }

  private static List<Patient> drawn(long seed) {
    return new PatientDraw(seed, Population.A).draw(PATIENTS);
  }
}
