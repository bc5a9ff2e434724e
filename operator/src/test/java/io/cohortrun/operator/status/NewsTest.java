package io.cohortrun.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is worth an event. */
class NewsTest {

  @Test
  void aNewStateIsToldInTheWordsOfItsCondition() {
    CohortRunStatus done =
        status(State.OverBudget, condition(ConditionType.COMPLETE, "True", "OverBudget", "2 of 5"));
    assertThat(News.between(status(State.Running), done))
        .containsExactly(new News(true, "OverBudget", "2 of 5"));
    assertThat(News.between(new CohortRunStatus(), status(State.Running)))
        .extracting(News::warning, News::reason)
        .containsExactly(tuple(false, "Running"));
  }

  @Test
  void whatHoldsARunUpIsToldOnceForEachReason() {
    CohortRunStatus well = status(State.Running, stalled("False", "Progressing"));
    CohortRunStatus stalled =
        status(State.Running, stalled("True", ConditionReason.IMAGE_UNAVAILABLE));
    CohortRunStatus otherwise = status(State.Running, stalled("True", ConditionReason.NODE_LOST));
    assertThat(News.between(well, stalled))
        .containsExactly(new News(true, ConditionReason.IMAGE_UNAVAILABLE, "because"));
    assertThat(News.between(stalled, stalled)).isEmpty();
    assertThat(News.between(stalled, otherwise)).hasSize(1);
    assertThat(News.between(stalled, well)).isEmpty();
  }

  @Test
  void aFailedCheckIsToldOnceByTheConditionOrByTheState() {
    Condition failed =
        condition(ConditionType.VALIDATED, "False", ConditionReason.CHECK_FAILED, "Drift failed");
    Condition complete = condition(ConditionType.COMPLETE, "True", "Published", "published");
    CohortRunStatus marked = status(State.Complete, complete, failed);
    assertThat(News.between(status(State.Running), marked))
        .containsExactly(
            new News(false, "Complete", "published"),
            new News(true, ConditionReason.CHECK_FAILED, "Drift failed"));
    assertThat(News.between(marked, marked)).isEmpty();
    Condition stopped = condition(ConditionType.FAILED, "True", "NotValidated", "nothing");
    assertThat(News.between(status(State.Running), status(State.NotValidated, stopped, failed)))
        .containsExactly(new News(true, "NotValidated", "nothing"));
  }

  @Test
  void aSuspendedRunIsToldWithWhatHoldsIt() {
    CohortRunStatus held =
        status(
            State.Suspended,
            condition(ConditionType.SUSPENDED, "True", ConditionReason.CEILING_REACHED, "20 pods"));
    assertThat(News.between(status(State.Running), held))
        .containsExactly(new News(false, "Suspended", "20 pods"));
  }

  @Test
  void waitingForACardIsNoWarning() {
    CohortRunStatus waits =
        status(
            State.Running,
            condition(
                ConditionType.WORKERS_READY, "False", ConditionReason.NO_GPU_CAPACITY, "none"));
    assertThat(News.between(status(State.Running), waits))
        .containsExactly(new News(false, ConditionReason.NO_GPU_CAPACITY, "none"));
  }

  private static CohortRunStatus status(State state, Condition... conditions) {
    CohortRunStatus status = new CohortRunStatus();
    status.setState(state);
    status.setConditions(List.of(conditions));
    return status;
  }

  private static Condition stalled(String status, String reason) {
    return condition(ConditionType.STALLED, status, reason, "because");
  }

  private static Condition condition(String type, String status, String reason, String message) {
    Condition c = new Condition();
    c.setType(type);
    c.setStatus(status);
    c.setReason(reason);
    c.setMessage(message);
    return c;
  }
}
