package io.cohortrun.operator.app;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.ArrayList;
import java.util.List;

/** A Temporal that knows open workflows, and remembers whom it was to end. */
final class OpenWorkflows implements RunEngine {

  final List<OpenRun> open = new ArrayList<>();
  final List<String> ended = new ArrayList<>();
  boolean away;

  @Override
  public List<OpenRun> open() throws EngineAway {
    if (away) {
      throw new EngineAway("away", null);
    }
    return open;
  }

  @Override
  public void end(String workflowId, boolean force) {
    ended.add((force ? "terminate " : "cancel ") + workflowId);
  }

  @Override
  public EngineView describe(String workflowId) {
    throw new AssertionError();
  }

  @Override
  public String start(String workflowId, String namespace, CohortInput input) {
    throw new AssertionError();
  }

  @Override
  public void signOff(String workflowId, SignOff decision) {
    throw new AssertionError();
  }

  @Override
  public void pause(String workflowId) {
    throw new AssertionError();
  }

  @Override
  public void resume(String workflowId) {
    throw new AssertionError();
  }

  @Override
  public void tellLost(String workflowId, WorkerLost lost) {
    throw new AssertionError();
  }
}
