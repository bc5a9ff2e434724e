package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.PatientIds;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The slides of a run, what became of each, and which stand for their patients.
 *
 * @param slides in the order of the manifest
 */
public record RunSlides(List<Slide> slides) {

  /** The rule that prefers diagnostic slides; any other lets all slides stand. */
  private static final String DIAGNOSTIC_FIRST = "DiagnosticFirst";

  /**
   * A slide.
   *
   * @param patient as patients are compared
   * @param outcome word of the ledger
   * @param result whether there is one
   * @param counts whether it stands for its patient
   */
  public record Slide(
      ManifestRow row, String patient, String outcome, boolean result, boolean counts) {}

  /**
   * Applies the rule.
   *
   * @param outcomes entry i belongs to row i
   * @param rule of the CohortRun: {@code DiagnosticFirst} or {@code All}
   */
  public static RunSlides of(Manifest manifest, List<SlideOutcome> outcomes, String rule) {
    Set<String> diagnosed = new HashSet<>();
    if (rule.equals(DIAGNOSTIC_FIRST)) {
      for (ManifestRow row : manifest.rows()) {
        if (outcomes.get(row.row()).outcome().hasResult()
            && Preparation.of(row) != Preparation.FROZEN) {
          diagnosed.add(patient(row));
        }
      }
    }
    List<Slide> slides = new ArrayList<>();
    for (ManifestRow row : manifest.rows()) {
      SlideOutcome outcome = outcomes.get(row.row());
      boolean result = outcome.outcome().hasResult();
      boolean passed =
          diagnosed.contains(patient(row)) && Preparation.of(row) == Preparation.FROZEN;
      slides.add(new Slide(row, patient(row), outcome.outcome().name(), result, result && !passed));
    }
    return new RunSlides(List.copyOf(slides));
  }

  private static String patient(ManifestRow row) {
    return PatientIds.patient(row.patientId());
  }

  /** All patients of the manifest, by their first slide. */
  public List<String> patients() {
    return slides.stream().map(Slide::patient).distinct().toList();
  }

  /** Ids of slides that stand for their patients. */
  public Set<String> counting() {
    return slides.stream()
        .filter(Slide::counts)
        .map(s -> s.row().slideId())
        .collect(Collectors.toSet());
  }
}
