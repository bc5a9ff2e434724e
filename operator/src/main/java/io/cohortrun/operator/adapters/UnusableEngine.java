package io.cohortrun.operator.adapters;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.List;

/**
 * A Temporal namespace that this process cannot talk to, or must not.
 *
 * @param sentence why, and what to look at
 */
record UnusableEngine(String sentence) implements RunEngine {

  @Override
  public EngineView describe(String workflowId) {
    return new EngineView.Away(sentence);
  }

  @Override
  public String start(String workflowId, String namespace, CohortInput input) throws EngineAway {
    throw away();
  }

  @Override
  public void pause(String workflowId) throws EngineAway {
    throw away();
  }

  @Override
  public void resume(String workflowId) throws EngineAway {
    throw away();
  }

  @Override
  public void signOff(String workflowId, SignOff decision) throws EngineAway {
    throw away();
  }

  @Override
  public void tellLost(String workflowId, WorkerLost lost) throws EngineAway {
    throw away();
  }

  @Override
  public List<OpenRun> open() throws EngineAway {
    throw away();
  }

  @Override
  public void end(String workflowId, boolean force) throws EngineAway {
    throw away();
  }

  private EngineAway away() {
    return new EngineAway(sentence, null);
  }
}
