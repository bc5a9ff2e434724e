package io.cohortrun.workers.synth;

import static io.cohortrun.workers.synth.PlantedRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.validate.Check;
import io.cohortrun.workflows.validate.Finding.Result;
import io.cohortrun.workflows.validate.Patients;
import io.cohortrun.workflows.validate.SiteEffect;
import io.cohortrun.workflows.validate.Validation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which gates of a run fail on cohorts whose faults are known, and which do not. {@link
 * RandomWeightsGatesTest} is of the network.
 */
class PlantedGatesTest {

  private static final long SEED = 1;
  private static final int PATIENTS = 400;

  @TempDir Path folder;

  private final List<Patient> drawn = new PatientDraw(SEED, Population.A).draw(PATIENTS);

  /** The sicker, the more is lost; what moves a channel moves the tissue that it is part of. */
  @Test
  void theCohortFailsByItsInformativeLossAndItsTissueAndByNothingElse() throws Exception {
    try (PlantedRun run = PlantedRun.of(folder, drawn, p -> p.images().density())) {
      Validation found = run.validation();
      assertThat(found.result().failed()).containsExactly("Attrition", "Specificity");
      assertThat(finding(found, Check.Attrition).sentence()).contains("in STAGE (");
      assertThat(finding(found, Check.Specificity).value()).isGreaterThan(0.4);
      assertThat(run.claims()).hasSizeGreaterThan(100);
    }
  }

  @Test
  void recordsOfOtherPatientsOfTheSameTypeAndSiteLeaveNothingToClaimAndNoGateToFail()
      throws Exception {
    List<Patient> permuted = PatientDraw.permuted(drawn, Draws.of(SEED, Population.A, "permuted"));
    try (PlantedRun run = PlantedRun.of(folder, permuted, p -> p.images().density())) {
      Validation found = run.validation();
      assertThat(run.claims()).isEmpty();
      assertThat(finding(found, Check.PermutedOutcomes).result()).isEqualTo(Result.Passed);
      assertThat(finding(found, Check.Specificity).result()).isEqualTo(Result.NotApplicable);
      assertThat(finding(found, Check.Specificity).sentence()).contains("nothing is claimed");
      assertThat(found.result().failed()).isEmpty();
    }
  }

  @Test
  void hospitalsThatDifferInTheirLookFailByDrift() throws Exception {
    List<Patient> confounded = SynthCohort.confounded(drawn);
    try (PlantedRun run = PlantedRun.of(folder, confounded, p -> p.images().density())) {
      Validation found = run.validation();
      assertThat(found.result().failed()).containsExactly("Attrition", "Specificity", "Drift");
      assertThat(finding(found, Check.Drift).sentence())
          .containsPattern("density of (TRITC|Cy5), their site explains");
      assertThat(run.claims())
          .as("the custom of a hospital is no finding within it")
          .noneMatch(claim -> claim.contains(",NEOADJUVANT,"));
    }
  }

  /** Seed by seed, so that the gate does not hang on one cohort. */
  @Test
  void nearlyAllConfoundedCohortsDriftAndNearlyNoneOfTheOthers() {
    int drifting = 0;
    int falsely = 0;
    for (long seed = 1; seed <= 20; seed++) {
      for (Population population : Population.values()) {
        List<Patient> patients = new PatientDraw(seed, population).draw(PATIENTS);
        falsely += drifts(patients) ? 1 : 0;
        drifting += drifts(SynthCohort.confounded(patients)) ? 1 : 0;
      }
    }
    assertThat(drifting).as("of 40").isGreaterThanOrEqualTo(36);
    assertThat(falsely).as("of 40").isLessThanOrEqualTo(2);
  }

  private static boolean drifts(List<Patient> patients) {
    boolean[] analysed = new boolean[patients.size()];
    Arrays.fill(analysed, true);
    return SiteEffect.of(
            new Patients(
                analysed,
                patients.stream().map(p -> p.type().name()).toList(),
                patients.stream().map(p -> Study.site(Population.A, p.site())).toList(),
                Collections.nCopies(patients.size(), ""),
                PlantedRun.densities(patients, p -> p.images().density()),
                List.of(),
                List.of()))
        .stream()
        .anyMatch(effect -> effect.share() > Check.Drift.threshold());
  }
}
