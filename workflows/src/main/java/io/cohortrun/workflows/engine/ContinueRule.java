package io.cohortrun.workflows.engine;

import io.temporal.workflow.WorkflowInfo;

/** When a workflow should end its history and go on in a new one. */
@FunctionalInterface
public interface ContinueRule {

  /** As the server suggests: by number of events and by bytes. */
  ContinueRule SUGGESTED = WorkflowInfo::isContinueAsNewSuggested;

  /** Whether it is time; asked again and again, and must depend on {@code info} alone. */
  boolean due(WorkflowInfo info);
}
