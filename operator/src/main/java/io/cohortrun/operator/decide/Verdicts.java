package io.cohortrun.operator.decide;

import static io.cohortrun.operator.decide.Verdict.no;
import static io.cohortrun.operator.decide.Verdict.unknown;
import static io.cohortrun.operator.decide.Verdict.yes;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.ValidationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions of a run at each point of its life. */
final class Verdicts {

  private Verdicts() {}

  static List<Verdict> accepted(Optional<Observation.Problem> problem) {
    return List.of(
        problem
            .map(p -> no(ConditionType.ACCEPTED, p.reason(), p.sentence()))
            .orElseGet(
                () ->
                    yes(
                        ConditionType.ACCEPTED,
                        ConditionReason.FROZEN,
                        "the run ends on the spec, image and bundle that it began with")));
  }

  static List<Verdict> suspended(Optional<Hold> hold) {
    return List.of(
        hold.map(h -> yes(ConditionType.SUSPENDED, h.reason(), h.sentence()))
            .orElseGet(
                () ->
                    no(
                        ConditionType.SUSPENDED,
                        ConditionReason.NOT_SUSPENDED,
                        "nothing holds the run")));
  }

  static List<Verdict> starting() {
    return List.of(
        no(
            ConditionType.RUNNING,
            ConditionReason.WORKFLOW_STARTING,
            "the workflow is being started"),
        unknown(
            ConditionType.VALIDATED,
            ConditionReason.WORKFLOW_STARTING,
            "the attempt has not been validated"),
        no(ConditionType.COMPLETE, ConditionReason.WORKFLOW_STARTING, "the attempt has not ended"),
        no(ConditionType.FAILED, ConditionReason.WORKFLOW_STARTING, "the attempt has not ended"));
  }

  static Verdict running(RunProgress progress) {
    return yes(
        ConditionType.RUNNING, ConditionReason.WORKFLOW_RUNNING, "phase " + progress.phase());
  }

  static Verdict underReview(boolean isIt, int attempt) {
    return isIt
        ? yes(
            ConditionType.AWAITING_SIGN_OFF,
            ConditionReason.DECISION_MISSING,
            "ledger, tables, validation and report are written and not published: look at them, then decide with 'kubectl cohort approve' or 'reject' (spec.signOff.decision, approver, attempt: %d)"
                .formatted(attempt))
        : no(
            ConditionType.AWAITING_SIGN_OFF,
            ConditionReason.NOT_UNDER_REVIEW,
            "nobody is waited for");
  }

  static List<Verdict> away(String sentence) {
    return List.of(unknown(ConditionType.RUNNING, ConditionReason.TEMPORAL_UNAVAILABLE, sentence));
  }

  /** Of a result; runs of earlier releases, and those without results, are not validated. */
  static List<Verdict> ended(CohortResult result) {
    List<Verdict> verdicts = new ArrayList<>(judged(result));
    if (result.validation() != null) {
      verdicts.add(validated(result.validation()));
    }
    return verdicts;
  }

  private static Verdict validated(ValidationResult validation) {
    return validation.failed().isEmpty()
        ? yes(
            ConditionType.VALIDATED,
            ConditionReason.CHECKS_PASSED,
            "%d checks passed, and none failed: see validation.json".formatted(validation.passed()))
        : no(
            ConditionType.VALIDATED,
            ConditionReason.CHECK_FAILED,
            "%s failed, %d passed: validation.json says why"
                .formatted(String.join(", ", validation.failed()), validation.passed()));
  }

  private static List<Verdict> judged(CohortResult result) {
    return switch (result.state()) {
      case Complete -> ended(true, false, ConditionReason.PUBLISHED, "the results are published");
      case OverBudget ->
          ended(
              true,
              false,
              ConditionReason.OVER_BUDGET,
              "the results are published; more slides failed than budgets.failureShare allows: see the ledger");
      case NotValidated ->
          ended(
              false,
              true,
              ConditionReason.NOT_VALIDATED,
              "a check failed whose failure stops publication (%s): nothing is published; see validation.json in the attempt's folder"
                  .formatted(String.join(", ", result.validation().failed())));
      case Preflighted ->
          ended(
              false,
              false,
              ConditionReason.PREFLIGHT_DONE,
              "the forecast is written; set spec.mode to Run to go on");
      case Cancelled -> ended(false, false, ConditionReason.CANCELLED, "the run was cancelled");
    };
  }

  static List<Verdict> broken(boolean cancelled, String reason, String sentence) {
    return ended(false, !cancelled, reason, sentence);
  }

  private static List<Verdict> ended(
      boolean complete, boolean failed, String reason, String sentence) {
    return List.of(
        no(ConditionType.RUNNING, ConditionReason.WORKFLOW_ENDED, "the attempt has ended"),
        no(
            ConditionType.AWAITING_SIGN_OFF,
            ConditionReason.WORKFLOW_ENDED,
            "the attempt has ended"),
        no(ConditionType.STALLED, ConditionReason.WORKFLOW_ENDED, "the attempt has ended"),
        no(ConditionType.WORKERS_READY, ConditionReason.NO_WORKERS_WANTED, "the attempt has ended"),
        complete
            ? yes(ConditionType.COMPLETE, reason, sentence)
            : no(ConditionType.COMPLETE, reason, sentence),
        failed
            ? yes(ConditionType.FAILED, reason, sentence)
            : no(ConditionType.FAILED, reason, sentence));
  }
}
