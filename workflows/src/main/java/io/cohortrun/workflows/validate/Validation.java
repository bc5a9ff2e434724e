package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ValidationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All checks of a run: {@code validation.json}.
 *
 * @param passed whether none failed
 * @param checks each of {@link Check}, in order
 */
public record Validation(boolean passed, List<Finding> checks) {

  /** Judges what a run left. */
  public static Validation of(Evidence evidence, AnalysisSettings.Validation settings) {
    List<Finding> findings =
        Arrays.stream(Check.values()).map(check -> finding(check, evidence, settings)).toList();
    return new Validation(
        findings.stream().noneMatch(f -> f.result() == Finding.Result.Failed), findings);
  }

  private static Finding finding(
      Check check, Evidence evidence, AnalysisSettings.Validation settings) {
    Optional<AnalysisSettings.Check> given =
        settings.checks().stream().filter(c -> c.name().equals(check.name())).findFirst();
    double threshold = given.map(AnalysisSettings.Check::threshold).orElseGet(check::threshold);
    String action = given.map(AnalysisSettings.Check::onFailure).orElseGet(settings::onFailure);
    Answer answer = check.answer(evidence, threshold);
    return new Finding(
        check,
        answer.result(),
        answer.value(),
        threshold,
        Finding.Action.valueOf(action),
        answer.sentence());
  }

  /** Checks that failed. */
  public List<Finding> failed() {
    return checks.stream().filter(f -> f.result() == Finding.Result.Failed).toList();
  }

  /** Whether nothing may be published. */
  public boolean stops() {
    return failed().stream().anyMatch(f -> f.action() == Finding.Action.Stop);
  }

  /** In short, for those who follow the run. */
  public ValidationResult result() {
    int passing = (int) checks.stream().filter(f -> f.result() == Finding.Result.Passed).count();
    return new ValidationResult(passing, failed().stream().map(f -> f.name().name()).toList());
  }
}
