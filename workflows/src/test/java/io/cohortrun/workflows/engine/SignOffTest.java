package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.ValidationResult;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is published before a reviewer approves of it. */
class SignOffTest {

  private static final SignOff YES = new SignOff(true, "jane", "");
  private static final SignOff NO = new SignOff(false, "joe", "site 3 is missing");

  private final Harness harness = new Harness(FakeStore.of(1, 2, 1), (in, row) -> Fault.SUCCEED);
  private final CohortInput input = harness.input().reviewed(true);

  @AfterEach
  void close() {
    harness.close();
  }

  private boolean waits() {
    return harness.memo(input.run().workflowId()).phase().equals("SignOff");
  }

  private CohortWorkflow waiting() {
    CohortWorkflow run = harness.start(input);
    Harness.until(this::waits);
    return run;
  }

  @Test
  void anApprovedRunIsPublishedWithItsApprover() {
    CohortWorkflow run = waiting();
    assertThat(harness.cohort.calls).endsWith("draft");
    run.signOff(YES);
    run.signOff(NO);
    assertThat(harness.result(run).state()).isEqualTo(CohortResult.State.Complete);
    assertThat(harness.cohort.calls).endsWith("draft", "publish approved by jane");
  }

  @Test
  void aRejectedRunFailsByNameAndPublishesNothing() {
    CohortWorkflow run = waiting();
    run.signOff(NO);
    assertThatThrownBy(() -> harness.result(run))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            said -> {
              assertThat(said.getType()).isEqualTo("Rejected");
              assertThat(said.getOriginalMessage()).contains("joe").contains("site 3 is missing");
            });
    assertThat(harness.cohort.calls).endsWith("draft");
  }

  @Test
  void nobodyReviewsWhatACheckHasStopped() {
    harness.cohort.stopped =
        new CohortResult(
            CohortResult.State.NotValidated,
            3,
            new TreeMap<>(),
            new TreeMap<>(),
            FakeCohort.DIGEST,
            new ValidationResult(5, List.of("Drift")));
    CohortResult result = harness.run(input);
    assertThat(result).isEqualTo(harness.cohort.stopped);
    assertThat(harness.cohort.calls).endsWith("draft");
  }

  @Test
  void aWordBeforeThereIsAnythingToReviewDoesNotCount() {
    CountDownLatch gate = new CountDownLatch(1);
    harness.cohort.before.put("draft", FakeCohort.holds(gate));
    CohortWorkflow run = harness.start(input);
    Harness.until(() -> harness.cohort.calls.contains("draft"));
    run.signOff(YES);
    gate.countDown();
    Harness.until(this::waits);
    run.signOff(NO);
    assertThatThrownBy(() -> harness.result(run)).hasCauseInstanceOf(ApplicationFailure.class);
  }

  @Test
  void aDecisionOnASuspendedRunIsCarriedOutWhenItGoesOn() {
    CohortWorkflow run = waiting();
    run.pause();
    Harness.until(() -> harness.memo(input.run().workflowId()).paused());
    run.signOff(YES);
    assertThat(waits()).isTrue();
    run.resume();
    assertThat(harness.result(run).state()).isEqualTo(CohortResult.State.Complete);
  }

  @Test
  void aRunThatIsCancelledWhileItWaitsPublishesNothing() {
    CohortWorkflow run = waiting();
    WorkflowStub.fromTyped(run).cancel();
    assertThatThrownBy(() -> harness.result(run)).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(harness.cohort.calls).endsWith("draft");
  }
}
