package io.cohortrun.operator.adapters;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.TaskQueues;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import io.cohortrun.workflows.contract.wire.MissingNamespace;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The workflows of one Temporal namespace. */
final class TemporalEngine implements RunEngine {

  private static final String TYPE = CohortWorkflow.class.getSimpleName();

  /** For a result that is there; without a limit the SDK waits for ever. */
  private static final int PATIENCE_SECONDS = 5;

  private static final Pattern ID = Pattern.compile("cohortrun-(.+)-\\d+(-preflight)?");

  private final WorkflowClient client;
  private final String where;

  /**
   * Over one client.
   *
   * @param where address and namespace, for people
   */
  TemporalEngine(WorkflowClient client, String where) {
    this.client = client;
    this.where = where;
  }

  @Override
  public EngineView describe(String workflowId) {
    WorkflowStub stub = client.newUntypedWorkflowStub(workflowId);
    try {
      WorkflowExecutionDescription d = stub.describe();
      return switch (d.getStatus()) {
        case WORKFLOW_EXECUTION_STATUS_RUNNING,
            WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
            WORKFLOW_EXECUTION_STATUS_PAUSED ->
            new EngineView.Open(
                firstRunId(d), Memos.progress(client, d), Memos.devices(d), Memos.frozen(d));
        case WORKFLOW_EXECUTION_STATUS_COMPLETED -> ended(stub, d);
        case WORKFLOW_EXECUTION_STATUS_FAILED -> failed(stub, d);
        case WORKFLOW_EXECUTION_STATUS_CANCELED ->
            broken(
                d,
                ConditionReason.CANCELLED,
                "the run was cancelled; what was finished is published, see the ledger, unless it had to be signed off");
        case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
            broken(
                d,
                "Terminated",
                "workflow %s was terminated from outside; raise spec.retry to go on from what is finished"
                    .formatted(workflowId));
        case WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
            WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
            UNRECOGNIZED ->
            broken(d, "TimedOut", "workflow %s timed out".formatted(workflowId));
      };
    } catch (WorkflowNotFoundException e) {
      return MissingNamespace.isSaidBy(e) ? new EngineView.Away(away(e)) : new EngineView.Absent();
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      return new EngineView.Away(away(e));
    } catch (DataConverterException | PayloadCodecException e) {
      return new EngineView.Away(
          "Temporal at %s answers, and what it holds cannot be read: %s"
              .formatted(where, e.getMessage()));
    }
  }

  @Override
  public String start(String workflowId, String namespace, CohortInput input) throws EngineAway {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setMemo(Map.of(Memo.NAMESPACE, namespace))
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .build());
    try {
      return stub.start(input).getRunId();
    } catch (WorkflowExecutionAlreadyStarted there) {
      return there(workflowId);
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw new EngineAway(away(e), e);
    }
  }

  private String there(String workflowId) throws EngineAway {
    try {
      return firstRunId(client.newUntypedWorkflowStub(workflowId).describe());
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw new EngineAway(away(e), e);
    }
  }

  @Override
  public void pause(String workflowId) throws EngineAway {
    call(workflowId, stub -> stub.signal("pause"));
  }

  @Override
  public void resume(String workflowId) throws EngineAway {
    call(workflowId, stub -> stub.signal("resume"));
  }

  @Override
  public void signOff(String workflowId, SignOff decision) throws EngineAway {
    call(workflowId, stub -> stub.signal("signOff", decision));
  }

  @Override
  public void tellLost(String workflowId, WorkerLost lost) throws EngineAway {
    call(workflowId, stub -> stub.signal("workerLost", lost));
  }

  @Override
  public List<OpenRun> open() throws EngineAway {
    try (Stream<WorkflowExecutionMetadata> all =
        client.listExecutions(
            "WorkflowType = '%s' AND ExecutionStatus = 'Running'".formatted(TYPE))) {
      return all.flatMap(TemporalEngine::run).toList();
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw new EngineAway(away(e), e);
    }
  }

  @Override
  public void end(String workflowId, boolean force) throws EngineAway {
    call(
        workflowId,
        stub -> {
          if (force) {
            stub.terminate("its CohortRun is gone");
          } else {
            stub.cancel();
          }
        });
  }

  private static Stream<OpenRun> run(WorkflowExecutionMetadata workflow) {
    String id = workflow.getExecution().getWorkflowId();
    Matcher m = ID.matcher(id);
    String namespace = namespace(workflow);
    return m.matches() && namespace != null
        ? Stream.of(new OpenRun(id, m.group(1), namespace))
        : Stream.empty();
  }

  /** Null where it is not told to us: in the memo, or under a key that others have. */
  private static String namespace(WorkflowExecutionMetadata workflow) {
    try {
      return (String) workflow.getMemo(Memo.NAMESPACE, String.class);
    } catch (DataConverterException | PayloadCodecException theirs) {
      return null;
    }
  }

  private interface Call {
    void on(WorkflowStub stub);
  }

  /** A workflow that has ended meanwhile needs nothing more. */
  private void call(String workflowId, Call call) throws EngineAway {
    try {
      call.on(client.newUntypedWorkflowStub(workflowId));
    } catch (WorkflowNotFoundException ended) {
      if (MissingNamespace.isSaidBy(ended)) {
        throw new EngineAway(away(ended), ended);
      }
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw new EngineAway(away(e), e);
    }
  }

  private EngineView failed(WorkflowStub stub, WorkflowExecutionDescription d) {
    try {
      return ended(stub, d);
    } catch (WorkflowFailedException e) {
      return e.getCause() instanceof ApplicationFailure said
          ? broken(d, said.getType(), said.getOriginalMessage())
          : broken(d, "Failed", String.valueOf(e.getMessage()));
    }
  }

  private EngineView ended(WorkflowStub stub, WorkflowExecutionDescription d) {
    try {
      CohortResult result = stub.getResult(PATIENCE_SECONDS, TimeUnit.SECONDS, CohortResult.class);
      return new EngineView.Ended(firstRunId(d), result, usage(d), Memos.frozen(d));
    } catch (TimeoutException e) {
      return new EngineView.Away(
          "Temporal at %s tells that workflow %s has ended, and gives no result within %d s"
              .formatted(where, d.getExecution().getWorkflowId(), PATIENCE_SECONDS));
    }
  }

  private EngineView broken(WorkflowExecutionDescription d, String reason, String sentence) {
    return new EngineView.Broken(firstRunId(d), reason, sentence, usage(d), Memos.frozen(d));
  }

  private Usage usage(WorkflowExecutionDescription d) {
    return Memos.progress(client, d).usage();
  }

  /** The same over continue-as-new; servers before 1.25 do not tell it. */
  private static String firstRunId(WorkflowExecutionDescription d) {
    String first = d.getFirstRunId();
    return first == null || first.isEmpty() ? d.getExecution().getRunId() : first;
  }

  private String away(RuntimeException e) {
    Status status = status(e);
    return MissingNamespace.isSaidBy(e)
        ? "Temporal at %s answers, and lacks that namespace: create it, or name another for this Kubernetes namespace in the chart"
            .formatted(where)
        : "Temporal at %s does not answer (%s): nothing is lost, the run goes on when it is back"
            .formatted(where, status == null ? e.getClass().getSimpleName() : status.getCode());
  }

  private static Status status(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException s) {
        return s.getStatus();
      }
    }
    return null;
  }
}
