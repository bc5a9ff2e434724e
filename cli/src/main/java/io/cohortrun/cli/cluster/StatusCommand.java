package io.cohortrun.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubectl cohort status}: a run at a glance. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Say how a run stands: state, counts, why it waits, and what matters of its conditions.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    return options.print(run -> Summary.status(run.run()));
  }
}
