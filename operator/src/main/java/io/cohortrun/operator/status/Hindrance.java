package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionType;
import java.util.List;
import java.util.Objects;

/** Why nothing runs, in one sentence: the condition that a person would name first. */
final class Hindrance {

  private record Sign(String type, String status) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign(ConditionType.ACCEPTED, "False"),
          new Sign(ConditionType.SUSPENDED, "True"),
          new Sign(ConditionType.RUNNING, "Unknown"),
          new Sign(ConditionType.AWAITING_SIGN_OFF, "True"),
          new Sign(ConditionType.STALLED, "True"),
          new Sign(ConditionType.WORKERS_READY, "False"));

  private Hindrance() {}

  /** The sentence; empty while the run moves, and after its end. */
  static String of(CohortRunStatus status) {
    if (status.getState().isTerminal()) {
      return "";
    }
    for (Sign sign : SIGNS) {
      for (Condition c : status.getConditions()) {
        if (c.getType().equals(sign.type()) && c.getStatus().equals(sign.status())) {
          return Bounded.of(Objects.requireNonNullElse(c.getMessage(), ""), Bounded.SENTENCE);
        }
      }
    }
    return "";
  }
}
