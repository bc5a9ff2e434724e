package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Temporal's server inside this process. */
class TemporalEngineTest {

  private static final FrozenManifest FOUND = new FrozenManifest("m.parquet", "a1", 3, "b2", "4");

  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

  TemporalEngineTest() {
    temporal.newWorker("q").registerWorkflowImplementationTypes(Telling.class);
    temporal.start();
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void aClosedWorkflowStillSaysWhatItWentOnWith() {
    workflow("cohortrun-good-1").getResult(CohortResult.class);
    EngineView ended = describe("cohortrun-good-1");
    assertThat(ended).isInstanceOf(EngineView.Ended.class);
    assertThat(ended.frozen()).contains(FOUND);
    assertThat(ended.taken().usefulSeconds()).isEqualTo(30);

    WorkflowStub bad = workflow("cohortrun-bad-1");
    assertThatThrownBy(() -> bad.getResult(CohortResult.class))
        .isInstanceOf(WorkflowException.class);
    EngineView broken = describe("cohortrun-bad-1");
    assertThat(broken).isInstanceOf(EngineView.Broken.class);
    assertThat(broken.frozen()).contains(FOUND);
  }

  private WorkflowStub workflow(String id) {
    WorkflowStub stub =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                CohortWorkflow.class.getSimpleName(),
                WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue("q").build());
    stub.start((Object) null);
    return stub;
  }

  private EngineView describe(String id) {
    return new TemporalEngine(temporal.getWorkflowClient(), "here").describe(id);
  }

  /** Tells what it goes on with, and ends. */
  public static final class Telling implements CohortWorkflow {

    @Override
    public CohortResult run(CohortInput input) {
      Workflow.upsertMemo(
          Map.of(
              Memo.FROZEN,
              FOUND,
              Memo.PROGRESS,
              new RunProgress("Publish", false, 3, 3, 0, 9, 9, 0, new Usage(30, 20, 1))));
      if (Workflow.getInfo().getWorkflowId().contains("bad")) {
        throw ApplicationFailure.newNonRetryableFailure("no store", "StoreAway");
      }
      return new CohortResult(CohortResult.State.Complete, 3, new TreeMap<>(), "abc");
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void workerLost(WorkerLost lost) {}

    @Override
    public void deviceFailed(String uuid, String node) {}

    @Override
    public void signOff(SignOff decision) {}

    @Override
    public RunProgress progress() {
      throw new UnsupportedOperationException();
    }
  }
}
