package io.cohortrun.operator.adapters;

import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Progress by describe alone: no worker is needed to answer. */
final class Memos {

  private static final RunProgress NOTHING =
      new RunProgress("Freeze", false, 0, 0, 0, 0, 0, 0, Usage.NONE);

  private Memos() {}

  /** Of a run: its own counters, and those of the partitions that run now. */
  static RunProgress progress(WorkflowClient client, WorkflowExecutionDescription run) {
    RunProgress sum = told(run);
    Object partitions = run.getMemo(Memo.PARTITIONS, String[].class);
    for (String id : partitions == null ? List.<String>of() : List.of((String[]) partitions)) {
      try {
        sum = plus(sum, told(client.newUntypedWorkflowStub(id).describe()));
      } catch (WorkflowNotFoundException notYet) {
        // The memo names it before it exists: it adds nothing.
      }
    }
    return sum;
  }

  /** Devices that failed under its workers. */
  static List<FaultyDevice> devices(WorkflowExecutionDescription run) {
    Object told = run.getMemo(Memo.DEVICES, FaultyDevice[].class);
    return told == null ? List.of() : List.of((FaultyDevice[]) told);
  }

  /** What it goes on with, once it is known. */
  static Optional<FrozenManifest> frozen(WorkflowExecutionDescription run) {
    return Optional.ofNullable((FrozenManifest) run.getMemo(Memo.FROZEN, FrozenManifest.class));
  }

  private static RunProgress told(WorkflowExecutionDescription workflow) {
    return Objects.requireNonNullElse(
        (RunProgress) workflow.getMemo(Memo.PROGRESS, RunProgress.class), NOTHING);
  }

  private static RunProgress plus(RunProgress run, RunProgress partition) {
    return new RunProgress(
        run.phase(),
        run.paused(),
        run.slides() + partition.slides(),
        run.slidesTotal(),
        run.failed() + partition.failed(),
        run.tiles() + partition.tiles(),
        run.tilesTotal(),
        run.infrastructureRetries() + partition.infrastructureRetries(),
        run.usage().plus(partition.usage()),
        run.tally().plus(partition.tally()));
  }
}
