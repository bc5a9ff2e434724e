package io.cohortrun.e2e.cluster;

import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.Mode;
import io.cohortrun.crds.v1alpha1.SecretRef;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import java.util.Locale;
import java.util.Objects;

/**
 * What becomes of a run of a fleet: what is asked for, how its pretended workflow goes, and what
 * its status then says. A run has its fate in its name.
 */
enum Fate {
  /** From the beginning. */
  SUSPENDED("", State.Suspended, ConditionType.SUSPENDED, ConditionReason.SUSPENDED_BY_USER),
  /** The API server takes it, and the operator does not. */
  REFUSED("", State.Pending, ConditionType.ACCEPTED, ConditionReason.INVALID_SPEC),
  /** Its slides are inspected. */
  FORECASTING(
      "Preflight", State.Preflight, ConditionType.RUNNING, ConditionReason.WORKFLOW_RUNNING),
  /** The forecast is made, and nobody has made it a run. */
  FORECAST("Preflight", State.Preflighted, ConditionType.COMPLETE, ConditionReason.PREFLIGHT_DONE),
  /** It only progresses. */
  RUNNING("Infer", State.Running, ConditionType.RUNNING, ConditionReason.WORKFLOW_RUNNING),
  /** Nothing runs the pod of its worker. */
  PENDING("Infer", State.Running, ConditionType.WORKERS_READY, ConditionReason.PODS_PENDING),
  /** The API server takes it, and not the Job of its worker. */
  STALLED("Infer", State.Running, ConditionType.STALLED, ConditionReason.WORKERS_REFUSED),
  /** A person suspends it while it runs. */
  HELD("Infer", State.Suspended, ConditionType.SUSPENDED, ConditionReason.SUSPENDED_BY_USER),
  /** Its reviewer has not decided. */
  AWAITING_SIGN_OFF(
      "SignOff",
      State.AwaitingSignOff,
      ConditionType.AWAITING_SIGN_OFF,
      ConditionReason.DECISION_MISSING),
  COMPLETE("Infer", State.Complete, ConditionType.COMPLETE, ConditionReason.PUBLISHED),
  OVER_BUDGET("Infer", State.OverBudget, ConditionType.COMPLETE, ConditionReason.OVER_BUDGET),
  NOT_VALIDATED("Infer", State.NotValidated, ConditionType.VALIDATED, ConditionReason.CHECK_FAILED),
  FAILED("Infer", State.Failed, ConditionType.FAILED, ConditionReason.BAD_MANIFEST),
  CANCELLED("Infer", State.Cancelled, ConditionType.COMPLETE, ConditionReason.CANCELLED),
  /** Temporal forgets its workflow. */
  LOST("Infer", State.Failed, ConditionType.FAILED, ConditionReason.WORKFLOW_LOST),
  /** Its first attempt fails, the second goes on. */
  RETRIED("Infer", State.Running, ConditionType.RUNNING, ConditionReason.WORKFLOW_RUNNING);

  private static final String NONE = "-";

  private final String phase;
  private final State state;
  private final String condition;
  private final String reason;

  Fate(String phase, State state, String condition, String reason) {
    this.phase = phase;
    this.state = state;
    this.condition = condition;
    this.reason = reason;
  }

  /** Of the i-th run: each as often as any other. */
  static Fate of(int i) {
    return values()[i % values().length];
  }

  /** Of a run, by its name. */
  static Fate of(String run) {
    return valueOf(
        run.substring(0, run.lastIndexOf('-')).replace('-', '_').toUpperCase(Locale.ROOT));
  }

  String nameOf(int i) {
    return "%s-%05d".formatted(name().toLowerCase(Locale.ROOT).replace('_', '-'), i);
  }

  /** For people. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Writes what brings it about into the spec of a run. */
  void ask(CohortRunSpec spec) {
    switch (this) {
      case SUSPENDED -> spec.setSuspend(true);
      case REFUSED -> spec.getManifest().setUri("m.csv"); // a cluster has no folder
      case FORECASTING, FORECAST -> spec.setMode(Mode.Preflight);
      case PENDING -> spec.getWorkers().getGpu().setReplicas(1);
      case STALLED -> {
        // The schema asks for a word; what a Job names must be a name.
        spec.getOutput().setSecretRef(new SecretRef());
        spec.getOutput().getSecretRef().setName("not a name");
        spec.getWorkers().getCpu().setReplicas(1);
      }
      case AWAITING_SIGN_OFF -> {
        spec.setSignOff(new SignOffSpec());
        spec.getSignOff().setRequired(true);
      }
      case RETRIED -> spec.setRetry(1);
      default -> {}
    }
  }

  /** Of its workflow while that is open; empty where there is none. */
  String phase() {
    return phase;
  }

  boolean begins() {
    return !phase.isEmpty();
  }

  /** Whether its first workflow ends. */
  boolean ends() {
    return state.isTerminal() || this == RETRIED;
  }

  /** Once it has come about. */
  State state() {
    return state;
  }

  /** What its status then says: state, reason of the condition that tells it, attempt. */
  String says() {
    return "%s %s %s".formatted(state, reason, !begins() ? NONE : this == RETRIED ? "2" : "1");
  }

  /** The same as a status has it. */
  String says(CohortRunStatus status) {
    return status == null || status.getConditions() == null
        ? NONE
        : "%s %s %s"
            .formatted(
                status.getState(),
                status.getConditions().stream()
                    .filter(c -> c.getType().equals(condition))
                    .map(Condition::getReason)
                    .findFirst()
                    .orElse(NONE),
                Objects.toString(status.getAttempt(), NONE));
  }
}
