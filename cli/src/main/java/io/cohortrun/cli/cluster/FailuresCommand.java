package io.cohortrun.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubectl cohort failures}: what went wrong with slides. */
@Command(
    name = "failures",
    mixinStandardHelpOptions = true,
    description = "List the most frequent failures, and where the ledger has every slide.")
final class FailuresCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    return options.print(run -> Summary.failures(run.run()));
  }
}
