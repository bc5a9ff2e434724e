package io.cohortrun.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.Decision;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a workflow is told, and how often. */
class ToldTest extends TurnCase {

  @Test
  void aHoldOfAllRunsReachesTheWorkflow() {
    take();
    paused = true;
    take();
    assertThat(engine.calls).contains("pause");
    assertThat(run.getStatus().getState()).isEqualTo(State.Suspended);
    assertThat(condition("Suspended").getReason()).isEqualTo("SuspendedByPlatform");
  }

  @Test
  void aHoldIsToldOnceHoweverOftenItIsLookedAtBeforeTheWorkflowShowsIt() {
    take();
    paused = true;
    takes(5);
    paused = false;
    takes(5);
    paused = true;
    takes(5);
    assertThat(engine.calls).containsExactly("start " + ID, "pause", "resume", "pause");
    now = now.plusSeconds(60);
    takes(5);
    assertThat(engine.calls).as("a minute later").hasSize(5).endsWith("pause");
  }

  @Test
  void aHoldWhoseAnswerIsLostIsToldAgain() {
    take();
    paused = true;
    engine.answerIsLost = true;
    takes(5);
    assertThat(engine.calls).containsExactly("start " + ID, "pause", "pause");
  }

  @Test
  void aDecisionIsToldOnlyToTheAttemptThatItIsAbout() {
    take();
    take();
    progress("SignOff");
    SignOffSpec signOff = new SignOffSpec();
    signOff.setRequired(true);
    signOff.setDecision(Decision.Rejected);
    signOff.setApprover("jane");
    signOff.setAttempt(2);
    run.getSpec().setSignOff(signOff);
    take();
    assertThat(engine.calls).doesNotContain("rejected by jane");
    assertThat(run.getStatus().getState()).isEqualTo(State.AwaitingSignOff);
    assertThat(run.getStatus().getPendingReason()).contains("kubectl cohort approve");
    signOff.setAttempt(1);
    takes(5);
    assertThat(engine.calls).containsOnlyOnce("rejected by jane");
  }

  @Test
  void whatARunWasToldIsForgottenOnceItIsDeletedWhileOpen() {
    take();
    paused = true;
    takes(3);
    turn.forgetAllBut(Set.of("u", "another"));
    takes(3);
    assertThat(engine.calls).as("it is there").containsExactly("start " + ID, "pause");
    turn.forgetAllBut(Set.of("another"));
    takes(3);
    assertThat(engine.calls).containsExactly("start " + ID, "pause", "pause");
  }
}
