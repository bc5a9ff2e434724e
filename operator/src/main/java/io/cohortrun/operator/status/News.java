package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What changed between two statuses that somebody who looks at events wants to know.
 *
 * @param warning a person may have to do something
 * @param reason one word, the same each time
 * @param sentence a condition's message where there is one: it names no slide and no patient
 */
public record News(boolean warning, String reason, String sentence) {

  private static final Set<State> SAD = Set.of(State.Failed, State.OverBudget, State.NotValidated);

  /** Conditions that a person should look at, as they then stand. */
  private static final Map<String, String> HELD_UP =
      Map.of(
          ConditionType.ACCEPTED,
          "False",
          ConditionType.STALLED,
          "True",
          ConditionType.DEVICES_HEALTHY,
          "False",
          ConditionType.VALIDATED,
          "False");

  private static final Set<String> WAITS =
      Set.of(ConditionReason.NO_GPU_CAPACITY, ConditionReason.QUEUED);

  /** In the order in which they are to be told; none where only progress differs. */
  public static List<News> between(CohortRunStatus before, CohortRunStatus next) {
    List<News> news = new ArrayList<>();
    if (next.getState() != null && next.getState() != before.getState()) {
      news.add(new News(SAD.contains(next.getState()), next.getState().name(), told(next)));
    }
    for (Condition now : conditions(next)) {
      boolean isNew =
          find(before, now.getType())
              .filter(
                  old ->
                      Objects.equals(old.getStatus(), now.getStatus())
                          && Objects.equals(old.getReason(), now.getReason()))
              .isEmpty();
      boolean heldUp =
          now.getStatus().equals(HELD_UP.get(now.getType())) && !told(next, now.getType());
      boolean waits =
          now.getType().equals(ConditionType.WORKERS_READY)
              && now.getReason() != null
              && WAITS.contains(now.getReason());
      if (isNew && (heldUp || waits)) {
        news.add(new News(heldUp, now.getReason(), now.getMessage()));
      }
    }
    return news;
  }

  /** Whether the state itself says it. */
  private static boolean told(CohortRunStatus status, String type) {
    return type.equals(ConditionType.VALIDATED) && status.getState() == State.NotValidated;
  }

  private static String told(CohortRunStatus status) {
    return find(status, judging(status))
        .map(Condition::getMessage)
        .orElseGet(() -> "phase " + status.getPhase());
  }

  /** The condition that says most of the state. */
  private static String judging(CohortRunStatus status) {
    return switch (status.getState()) {
      case Failed, NotValidated -> ConditionType.FAILED;
      case Preflighted, Complete, OverBudget, Cancelled -> ConditionType.COMPLETE;
      case AwaitingSignOff -> ConditionType.AWAITING_SIGN_OFF;
      case Suspended -> ConditionType.SUSPENDED;
      case Pending, Preflight, Running -> ConditionType.RUNNING;
    };
  }

  private static Optional<Condition> find(CohortRunStatus status, String type) {
    return conditions(status).stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  private static List<Condition> conditions(CohortRunStatus status) {
    return Objects.requireNonNullElse(status.getConditions(), List.of());
  }
}
