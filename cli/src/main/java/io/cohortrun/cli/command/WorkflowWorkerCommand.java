package io.cohortrun.cli.command;

import io.cohortrun.cli.pod.WorkflowWorker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cohort workflow-worker}: runs the workflow code of a cluster. */
@Command(
    name = "workflow-worker",
    mixinStandardHelpOptions = true,
    hidden = true,
    description = "Run the workflows of a cluster: for the chart's deployment.")
public final class WorkflowWorkerCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    WorkflowWorker.work();
    return 0;
  }
}
