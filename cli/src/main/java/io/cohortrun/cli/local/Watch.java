package io.cohortrun.cli.local;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.Sentence;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.RunProgress;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a workflow, or joins the one that a killed process left on a server, and shows its
 * progress until it ends.
 */
final class Watch {

  private static final Set<String> BAD_INPUT =
      Set.of("BadManifest", "BadClinical", "BundleRefused");

  private static final long EVERY_MILLIS = 500;

  private final LocalWorkers workers;
  private final boolean terminal;
  private final ProgressMeter meter = new ProgressMeter();

  Watch(LocalWorkers workers, boolean terminal) {
    this.workers = workers;
    this.terminal = terminal;
  }

  CohortResult untilDone(CohortInput input) {
    WorkflowStub workflow =
        workers
            .client()
            .newUntypedWorkflowStub(
                CohortWorkflow.class.getSimpleName(),
                WorkflowOptions.newBuilder()
                    .setWorkflowId(input.run().workflowId())
                    .setTaskQueue(input.pacing().cpuQueue())
                    .setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .build());
    workflow.start(input);
    CompletableFuture<CohortResult> result = workflow.getResultAsync(CohortResult.class);
    long start = System.nanoTime();
    try (ProgressView view = ProgressView.onStderr(terminal)) {
      while (true) {
        try {
          CohortResult ended = result.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
          view.show(sample(workflow, Duration.ofNanos(System.nanoTime() - start)));
          return ended;
        } catch (TimeoutException running) {
          view.show(sample(workflow, Duration.ofNanos(System.nanoTime() - start)));
        }
      }
    } catch (ExecutionException e) {
      throw told(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliFailure.failed("stopped; run the same command again to go on", e);
    }
  }

  private ProgressSample sample(WorkflowStub workflow, Duration elapsed) {
    RunProgress told = (RunProgress) workflow.describe().getMemo(Memo.PROGRESS, RunProgress.class);
    LocalWork work = workers.work();
    return meter.sample(told, work.inspected(), work.slides(), work.tiles(), elapsed);
  }

  /** What a person can act on, out of a failed workflow. */
  private static CliFailure told(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    ApplicationFailure coded = null;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ApplicationFailure application) {
        coded = application;
      }
    }
    if (coded != null) {
      return BAD_INPUT.contains(coded.getType())
          ? CliFailure.badInput(coded.getOriginalMessage())
          : CliFailure.failed(coded.getOriginalMessage(), cause);
    }
    return cause instanceof WorkflowFailedException
        ? CliFailure.failed(
            "the workflow was ended from outside; run the same command to go on, or to see the ledger of a cancelled run",
            cause)
        : CliFailure.failed(Sentence.of(cause), cause);
  }
}
