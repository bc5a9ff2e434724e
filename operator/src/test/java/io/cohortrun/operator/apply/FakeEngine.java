package io.cohortrun.operator.apply;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Workflows in memory, with Temporal's rule: an id is used once. */
final class FakeEngine implements RunEngine {

  final Map<String, EngineView> workflows = new HashMap<>();
  final Map<String, CohortInput> inputs = new HashMap<>();
  final List<String> calls = new ArrayList<>();
  boolean away;

  /** The next call reaches Temporal, its answer is lost. */
  boolean answerIsLost;

  @Override
  public EngineView describe(String workflowId) {
    return away
        ? new EngineView.Away("Temporal does not answer")
        : workflows.getOrDefault(workflowId, new EngineView.Absent());
  }

  @Override
  public String start(String workflowId, String namespace, CohortInput input) throws EngineAway {
    requireHere();
    if (workflows.get(workflowId) instanceof EngineView.Open open) {
      return open.firstRunId();
    }
    calls.add("start " + workflowId);
    inputs.put(workflowId, input);
    String runId = "run-" + workflows.size();
    workflows.put(
        workflowId,
        new EngineView.Open(runId, new RunProgress("Freeze", false, 0, 0, 0, 0, 0, 0, Usage.NONE)));
    answer();
    return runId;
  }

  @Override
  public void pause(String workflowId) throws EngineAway {
    call("pause");
  }

  @Override
  public void resume(String workflowId) throws EngineAway {
    call("resume");
  }

  @Override
  public void signOff(String workflowId, SignOff decision) throws EngineAway {
    call((decision.approved() ? "approved by " : "rejected by ") + decision.approver());
  }

  @Override
  public void tellLost(String workflowId, WorkerLost lost) throws EngineAway {
    call("lost " + lost.worker() + " " + lost.reason());
  }

  @Override
  public List<OpenRun> open() throws EngineAway {
    requireHere();
    return workflows.keySet().stream()
        .map(id -> new OpenRun(id, id.replaceAll("cohortrun-(.*)-\\d+", "$1"), "team"))
        .toList();
  }

  @Override
  public void end(String workflowId, boolean force) throws EngineAway {
    call((force ? "terminate " : "cancel ") + workflowId);
  }

  private void call(String what) throws EngineAway {
    requireHere();
    calls.add(what);
    answer();
  }

  private void answer() throws EngineAway {
    if (answerIsLost) {
      answerIsLost = false;
      throw new EngineAway("Temporal does not answer", null);
    }
  }

  private void requireHere() throws EngineAway {
    if (away) {
      throw new EngineAway("Temporal does not answer", null);
    }
  }
}
