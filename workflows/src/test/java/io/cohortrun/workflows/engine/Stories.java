package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The main stories of a run, for the histories that every later release must replay. */
enum Stories {
  PLAIN {
    @Override
    SortedMap<String, String> record() {
      try (Harness harness = new Harness(FakeStore.of(3, 3, 2), (in, row) -> Fault.SUCCEED)) {
        CohortInput input = harness.input();
        harness.run(input);
        return told(harness, input);
      }
    }
  },
  PREFLIGHT {
    @Override
    SortedMap<String, String> record() {
      try (Harness harness = new Harness(FakeStore.of(1, 4, 8), (in, row) -> Fault.SUCCEED)) {
        CohortInput input = harness.input(CohortInput.Mode.Preflight, 4, Harness.BUDGETS);
        harness.run(input);
        return told(harness, input);
      }
    }
  },
  LOSSES {
    @Override
    SortedMap<String, String> record() {
      try (Harness harness =
          new Harness(
              FakeStore.of(1, 3, 2),
              (in, row) ->
                  switch (row) {
                    case 0 -> new Fault.Die("w" + in.tryNumber());
                    case 2 -> new Fault.LeaveOpen(Outcome.DecodeCrash);
                    case 4 ->
                        in.tryNumber() < 3
                            ? new Fault.Fail(
                                in.tryNumber() == 1 ? ShardFailure.DRAINED : ShardFailure.MODEL,
                                "said")
                            : Fault.SUCCEED;
                    default -> Fault.SUCCEED;
                  })) {
        CohortInput input = harness.input(CohortInput.Mode.Run, 4, new Budgets(2, 1, 2, 0.1));
        CohortWorkflow run = harness.start(input);
        run.workerLost(new WorkerLost("w1", "Preempted"));
        run.workerLost(new WorkerLost("w2", "OOMKilled"));
        harness.result(run);
        return told(harness, input);
      }
    }
  },
  PAUSE {
    @Override
    SortedMap<String, String> record() {
      CountDownLatch never = new CountDownLatch(1);
      try (Harness harness =
          new Harness(
              FakeStore.of(2, 2, 1),
              (in, row) -> in.tryNumber() == 1 ? new Fault.Hold(never) : Fault.SUCCEED)) {
        CohortInput input = harness.input();
        CohortWorkflow run = harness.start(input);
        Harness.until(() -> harness.shards.inFlight.get() == 4);
        run.pause();
        Harness.until(() -> harness.shards.inFlight.get() == 0);
        run.resume();
        harness.result(run);
        return told(harness, input);
      }
    }
  },
  CANCEL {
    @Override
    SortedMap<String, String> record() {
      CountDownLatch never = new CountDownLatch(1);
      try (Harness harness =
          new Harness(FakeStore.of(1, 2, 1), (in, row) -> new Fault.Hold(never))) {
        CohortInput input = harness.input();
        CohortWorkflow run = harness.start(input);
        Harness.until(() -> harness.shards.inFlight.get() == 2);
        WorkflowStub.fromTyped(run).cancel();
        try {
          harness.result(run);
        } catch (WorkflowFailedException cancelled) {
          // As it must.
        }
        return told(harness, input);
      }
    }
  },
  SIGNED {
    @Override
    SortedMap<String, String> record() {
      try (Harness harness = new Harness(FakeStore.of(1, 2, 1), (in, row) -> Fault.SUCCEED)) {
        CohortInput input = harness.input().reviewed(true);
        CohortWorkflow run = harness.start(input);
        Harness.until(() -> harness.memo(input.run().workflowId()).phase().equals("SignOff"));
        run.signOff(new SignOff(true, "jane", ""));
        harness.result(run);
        return told(harness, input);
      }
    }
  },
  CONTINUED {
    @Override
    SortedMap<String, String> record() {
      // As a rule of the server would: which workflow, and when, is in the history.
      try (Harness harness =
          new Harness(FakeStore.of(2, 12, 1), (in, row) -> Fault.SUCCEED, LENGTH)) {
        CohortInput input = harness.input();
        CohortWorkflow run = harness.start(input);
        String first = WorkflowStub.fromTyped(run).getExecution().getRunId();
        harness.result(run);
        SortedMap<String, String> histories = told(harness, input);
        histories.put(
            "first",
            harness
                .environment
                .getWorkflowClient()
                .fetchHistory(input.run().workflowId(), first)
                .toJson(true));
        return histories;
      }
    }
  };

  /** The rule under which {@link #CONTINUED} is recorded and replayed. */
  static final ContinueRule LENGTH = info -> info.getHistoryLength() > 40;

  /** Runs the story; gives the histories of the run and its first partition, as JSON. */
  abstract SortedMap<String, String> record();

  private static SortedMap<String, String> told(Harness harness, CohortInput input) {
    SortedMap<String, String> histories = new TreeMap<>();
    var client = harness.environment.getWorkflowClient();
    histories.put("run", client.fetchHistory(input.run().workflowId()).toJson(true));
    if (input.mode() == CohortInput.Mode.Run) {
      String partition = PartitionInput.workflowId(input.run(), 0);
      histories.put("partition", client.fetchHistory(partition).toJson(true));
    }
    return histories;
  }
}
