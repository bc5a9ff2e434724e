package io.cohortrun.operator.ports;

import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.List;

/** The workflows of one Kubernetes namespace. */
public interface RunEngine {

  /** How a workflow is; never throws for an engine that is away. */
  EngineView describe(String workflowId);

  /**
   * Starts a workflow, or finds the one that has this id, open or closed: an id is used once.
   *
   * @param namespace of the CohortRun
   * @return run id of its first execution
   * @throws EngineAway nothing is known of whether it started
   */
  String start(String workflowId, String namespace, CohortInput input) throws EngineAway;

  /**
   * Asks it to schedule nothing new.
   *
   * @throws EngineAway it may not have been told
   */
  void pause(String workflowId) throws EngineAway;

  /**
   * Asks it to go on.
   *
   * @throws EngineAway it may not have been told
   */
  void resume(String workflowId) throws EngineAway;

  /**
   * Tells it what its reviewer decided.
   *
   * @throws EngineAway it may not have been told
   */
  void signOff(String workflowId, SignOff decision) throws EngineAway;

  /**
   * Tells it why a worker is gone.
   *
   * @throws EngineAway it may not have been told
   */
  void tellLost(String workflowId, WorkerLost lost) throws EngineAway;

  /**
   * Runs of clusters whose workflow is open.
   *
   * @throws EngineAway nothing is known
   */
  List<OpenRun> open() throws EngineAway;

  /**
   * Asks a workflow to end.
   *
   * @param force at once, without its last words; else it publishes what there is
   * @throws EngineAway it may not have been told
   */
  void end(String workflowId, boolean force) throws EngineAway;

  /**
   * A workflow that is open.
   *
   * @param uid of its CohortRun
   * @param namespace of its CohortRun
   */
  record OpenRun(String workflowId, String uid, String namespace) {}
}
