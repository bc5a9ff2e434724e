package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What describe says, with no worker alive, and how much is in flight. */
class ProgressTest {

  @Test
  void theMemosOfRunAndPartitionsAreReadWithNoWorkerAlive() {
    CountDownLatch never = new CountDownLatch(1);
    try (Harness harness =
        new Harness(
            FakeStore.of(2, 3, 1),
            (in, row) -> in.shard() < 2 ? Fault.SUCCEED : new Fault.Hold(never))) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      String first = PartitionInput.workflowId(input.run(), 0);
      String second = PartitionInput.workflowId(input.run(), 1);
      Harness.until(
          () ->
              harness.memo(input.run().workflowId()) != null
                  && harness.memo(input.run().workflowId()).phase().equals("Infer"));
      Harness.until(() -> slides(harness, first) == 2 && slides(harness, second) == 2);
      Harness.until(() -> List.of(first, second).equals(partitions(run)));
      harness.stopWorkers();

      RunProgress told = harness.memo(input.run().workflowId());
      assertThat(told.slidesTotal()).isEqualTo(6);
      assertThat(told.tilesTotal()).isEqualTo(60);
      assertThat(partitions(run)).isEqualTo(List.of(first, second));
      assertThat(harness.memo(first).tiles()).isEqualTo(20);
    }
  }

  private static Object partitions(CohortWorkflow run) {
    return WorkflowStub.fromTyped(run).describe().getMemo(Memo.PARTITIONS, List.class);
  }

  @Test
  void whySlidesFailedAndARowOfEachIsToldWhileTheRunGoesOn() {
    CountDownLatch never = new CountDownLatch(1);
    // Shards of two rows: 0 and 1, 2 and 3; 4 and 5 are never done. Partition 1: rows 6 to 11.
    FakeStore store = FakeStore.of(2, 3, 2);
    try (Harness harness =
        new Harness(
            store,
            (in, row) ->
                switch (row) {
                  case 1, 2, 8 -> new Fault.End(Outcome.TooManyBadTiles);
                  case 4 -> new Fault.Hold(never);
                  default -> Fault.SUCCEED;
                })) {
      CohortInput input = harness.input();
      harness.start(input);
      String first = PartitionInput.workflowId(input.run(), 0);
      Harness.until(
          () ->
              slides(harness, first) == 4 && harness.memo(input.run().workflowId()).slides() == 6);
      harness.stopWorkers();

      Tally running = harness.memo(first).tally();
      assertThat(running.counts())
          .isEqualTo(Map.of(Outcome.Succeeded, 2, Outcome.TooManyBadTiles, 2));
      assertThat(running.examples()).isEqualTo(Map.of(Outcome.TooManyBadTiles, 1));
      Tally ended = harness.memo(input.run().workflowId()).tally();
      assertThat(ended.counts())
          .isEqualTo(Map.of(Outcome.Succeeded, 5, Outcome.TooManyBadTiles, 1));
      assertThat(ended.examples()).isEqualTo(Map.of(Outcome.TooManyBadTiles, 8));
    }
  }

  private static int slides(Harness harness, String partition) {
    RunProgress told = harness.memo(partition);
    return told == null ? 0 : told.slides();
  }

  @Test
  void theLastMemoIsTheLedgers() {
    try (Harness harness = new Harness(FakeStore.of(2, 2, 2), (in, row) -> Fault.SUCCEED)) {
      CohortInput input = harness.input();
      harness.run(input);
      assertThat(harness.memo(input.run().workflowId()))
          .isEqualTo(
              new RunProgress(
                  "Done",
                  false,
                  8,
                  8,
                  0,
                  80,
                  80,
                  0,
                  new Usage(80, 0, 8000),
                  new Tally(List.of(Outcome.Succeeded), List.of(8), List.of(Tally.NO_ROW))));
    }
  }

  @Test
  void whatLostTriesTookIsCountedAsWhatTheOthersTook() {
    BiFunction<ShardInput, Integer, Fault> script =
        (in, row) ->
            switch (in.tryNumber()) {
              case 1 -> new Fault.Die("w");
              case 2 -> new Fault.Fail(ShardFailure.INFRASTRUCTURE, "store away");
              default -> Fault.SUCCEED;
            };
    try (Harness harness = new Harness(FakeStore.of(1, 1, 2), script)) {
      CohortInput input = harness.input(CohortInput.Mode.Run, 4, new Budgets(5, 1, 1, 0.1));
      harness.run(input);
      Usage done = new Usage(20, 0, 2000);
      assertThat(harness.memo(input.run().workflowId()).usage())
          .isEqualTo(FakeShards.LOST.plus(FakeShards.LOST).plus(done));
    }
  }

  @Test
  void whatATryTookThatWasToldToPauseIsCounted() {
    CountDownLatch never = new CountDownLatch(1);
    try (Harness harness =
        new Harness(
            FakeStore.of(1, 1, 1),
            (in, row) -> in.tryNumber() == 1 ? new Fault.Hold(never) : Fault.SUCCEED)) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.shards.inFlight.get() == 1);
      run.pause();
      Harness.until(() -> harness.shards.inFlight.get() == 0);
      run.resume();
      harness.result(run);
      assertThat(harness.memo(input.run().workflowId()).usage())
          .isEqualTo(FakeShards.LOST.plus(new Usage(10, 0, 1000)));
    }
  }

  @Test
  void theWindowIsFullAndNeverExceededAndTheLastPartitionGetsAllOfIt() {
    CountDownLatch gate = new CountDownLatch(1);
    // Partition 0 ends at once; each try of partition 1 holds until six are in flight together.
    FakeStore store = FakeStore.of(2, 12, 1);
    try (Harness harness =
        new Harness(
            store, (in, row) -> in.partition() == 0 ? Fault.SUCCEED : new Fault.Hold(gate))) {
      CohortWorkflow run = harness.start(harness.input(CohortInput.Mode.Run, 6, Harness.BUDGETS));
      Harness.until(() -> harness.shards.inFlight.get() == 6 && store.outcomes.size() == 12);
      gate.countDown();
      harness.result(run);
      assertThat(harness.shards.mostInFlight).hasValue(6);
    }
  }
}
