package io.cohortrun.cli.command;

import io.cohortrun.cli.pod.RunWorker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort worker}: what a worker pod runs. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    hidden = true,
    description = "Work for one run of a cluster: for pods that the operator makes.")
public final class WorkerCommand implements Callable<Integer> {

  /** Names of the pools. */
  enum Pool {
    cpu,
    gpu
  }

  @Option(names = "--pool", required = true, description = "${COMPLETION-CANDIDATES}.")
  private Pool pool;

  @Override
  public Integer call() throws InterruptedException {
    return RunWorker.work(pool.name());
  }
}
