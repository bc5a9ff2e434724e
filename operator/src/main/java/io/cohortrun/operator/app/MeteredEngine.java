package io.cohortrun.operator.app;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.List;

/** A Temporal namespace whose calls are counted. */
record MeteredEngine(RunEngine engine, EngineMetrics metrics) implements RunEngine {

  @Override
  public EngineView describe(String workflowId) {
    EngineView view = engine.describe(workflowId);
    metrics.called(EngineCall.DESCRIBE, view instanceof EngineView.Away);
    return view;
  }

  @Override
  public String start(String workflowId, String namespace, CohortInput input) throws EngineAway {
    return metrics.counted(EngineCall.START, () -> engine.start(workflowId, namespace, input));
  }

  @Override
  public void pause(String workflowId) throws EngineAway {
    metrics.counted(EngineCall.PAUSE, told(() -> engine.pause(workflowId)));
  }

  @Override
  public void resume(String workflowId) throws EngineAway {
    metrics.counted(EngineCall.RESUME, told(() -> engine.resume(workflowId)));
  }

  @Override
  public void signOff(String workflowId, SignOff decision) throws EngineAway {
    metrics.counted(EngineCall.SIGN_OFF, told(() -> engine.signOff(workflowId, decision)));
  }

  @Override
  public void tellLost(String workflowId, WorkerLost lost) throws EngineAway {
    metrics.counted(EngineCall.TELL_LOST, told(() -> engine.tellLost(workflowId, lost)));
  }

  @Override
  public List<OpenRun> open() throws EngineAway {
    return metrics.counted(EngineCall.LIST, engine::open);
  }

  @Override
  public void end(String workflowId, boolean force) throws EngineAway {
    metrics.counted(EngineCall.END, told(() -> engine.end(workflowId, force)));
  }

  private interface Telling {
    void tell() throws EngineAway;
  }

  private static EngineMetrics.Call<Boolean> told(Telling telling) {
    return () -> {
      telling.tell();
      return true;
    };
  }
}
