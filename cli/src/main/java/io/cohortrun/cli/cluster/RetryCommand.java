package io.cohortrun.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubectl cohort retry}: the next attempt. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Try the failed slides of a run that has ended again, as its next attempt.")
final class RetryCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    return options.print(run -> "attempt %d is asked for".formatted(run.retry()));
  }
}
