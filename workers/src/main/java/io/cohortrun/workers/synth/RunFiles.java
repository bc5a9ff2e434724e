package io.cohortrun.workers.synth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Manifests and CohortRuns of a population. */
final class RunFiles {

  /**
   * On these cohorts what random weights say of slides has six components at most, and what the
   * decoder reads seven at least ({@code RandomWeightsGatesTest}).
   */
  static final int COMPONENTS = 7;

  /** Patients from which on that holds: with fewer the numbers overlap. */
  private static final int COMPONENTS_KNOWN = 400;

  private RunFiles() {}

  /** A slide of a patient, numbered from 1. */
  static String slide(Patient patient, int number) {
    return "%s-%d".formatted(patient.id(), number);
  }

  static void manifest(Path file, Population population, List<Patient> patients)
      throws IOException {
    List<String> rows = new ArrayList<>(List.of("slide_id,patient_id,uri,site,scanner"));
    for (Patient patient : patients) {
      for (int s = 1; s <= patient.images().slides(); s++) {
        String slide = slide(patient, s);
        rows.add(
            "%s,%s,slides/%s.tiff,%s,scanner-%d"
                .formatted(
                    slide,
                    patient.id(),
                    slide,
                    Study.site(population, patient.site()),
                    1 + patient.site() / 3));
      }
    }
    Files.write(file, rows);
  }

  /**
   * A CohortRun; those of one population share their slides' results.
   *
   * @param manifest its file
   * @param study folder with the tables
   * @param patients how many there are
   */
  static void cohortRun(Path file, String name, String manifest, String study, int patients)
      throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: cohortrun.io/v1alpha1
        kind: CohortRun
        metadata: {name: %s}
        spec:
          manifest: {uri: %s}
          model: {bundle: ../decoder}
          clinical:
            study: %s
            endpoints: [{name: OS, time: OS_MONTHS, event: OS_STATUS, unit: Months}]
          analyses:
            associations: {adjustFor: [%s, %s]}
            survival: {endpoints: [OS]}
            signature: {endpoint: OS}
          validation: {onFailure: Mark%s}
          budgets: {failureShare: 0.2}
          output: {uri: out}
        """
            .formatted(
                name,
                manifest,
                study,
                Study.BURDEN,
                Study.UNSTABLE,
                patients < COMPONENTS_KNOWN
                    ? ""
                    : ", checks: [{name: EffectiveRank, threshold: %d}]".formatted(COMPONENTS)));
  }
}
