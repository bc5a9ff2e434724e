package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortState;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that no new try can cure ends the run by its own type and sentence. */
class FailedStepTest {

  private static ApplicationFailure failureOf(Harness harness, CohortWorkflow run) {
    return (ApplicationFailure) catchThrowable(() -> harness.result(run)).getCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze", "preflight", "plan", "finish", "publish"})
  void endsTheRunWithItsTypeAndSentence(String step) {
    try (Harness harness = new Harness(FakeStore.of(2, 2, 4), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put(step, FakeCohort.fails("OutputUnusable", "out is read-only"));
      ApplicationFailure said = failureOf(harness, harness.start(harness.input()));
      assertThat(said.getType()).isEqualTo("OutputUnusable");
      assertThat(said.getOriginalMessage()).isEqualTo("out is read-only");
      assertThat(said.isNonRetryable()).isTrue();
    }
  }

  @Test
  void aCancelledRunThatCouldNotPublishIsNotToldAsDone() {
    CountDownLatch never = new CountDownLatch(1);
    try (Harness harness = new Harness(FakeStore.of(1, 1, 1), (in, row) -> new Fault.Hold(never))) {
      harness.cohort.before.put("publish", FakeCohort.fails("OutputUnusable", "out vanished"));
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.shards.inFlight.get() == 1);
      WorkflowStub.fromTyped(run).cancel();
      assertThat(catchThrowable(() -> harness.result(run)))
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(harness.memo(input.run().workflowId()).phase()).isEqualTo("Publish");
    }
  }

  @Test
  void stepsThatWouldGoOnForEverAreCancelled() {
    AtomicInteger began = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    try (Harness harness = new Harness(FakeStore.of(1, 4, 8), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put(
          "preflight",
          () -> {
            if (began.incrementAndGet() == 4) {
              FakeCohort.fails("OutputUnusable", "full").run();
            }
            FakeCohort.holds(never).run();
          });
      assertThat(failureOf(harness, harness.start(harness.input())).getType())
          .isEqualTo("OutputUnusable");
    }
  }

  @Test
  void aStepThatMaySucceedIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    try (Harness harness = new Harness(FakeStore.of(1, 1, 1), (in, row) -> Fault.SUCCEED)) {
      harness.cohort.before.put(
          "plan",
          () -> {
            if (tries.incrementAndGet() < 3) {
              throw new IllegalStateException("the store was away");
            }
          });
      assertThat(harness.run(harness.input()).rows()).isEqualTo(1);
      assertThat(tries).hasValue(3);
    }
  }

  @Test
  void whatAnotherReleaseBeganIsRefused() {
    try (Harness harness = new Harness(FakeStore.of(1, 1, 1), (in, row) -> Fault.SUCCEED)) {
      CohortInput input = harness.input();
      CohortInput carrying =
          input.carrying(
              new CohortState(
                  99,
                  new FrozenManifest("manifest", FakeCohort.DIGEST, 1, FakeCohort.DIGEST, "1"),
                  0,
                  null,
                  0,
                  new RunProgress("Preflight", false, 0, 1, 0, 0, 0, 0, Usage.NONE),
                  List.of()));
      ApplicationFailure said = failureOf(harness, harness.start(carrying));
      assertThat(said.getType()).isEqualTo("UnknownVersion");
      assertThat(said.getOriginalMessage()).contains("99", "the release that began it");
      assertThat(harness.cohort.calls).isEmpty();
    }
  }
}
