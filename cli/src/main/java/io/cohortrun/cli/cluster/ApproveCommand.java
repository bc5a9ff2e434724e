package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.Decision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl cohort approve}: the reviewer says yes. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description =
        "Approve of a run that waits for it, in the name that the API server knows you by: it is published.")
final class ApproveCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Option(names = "--comment", paramLabel = "TEXT", description = "Kept with the results.")
  private String comment;

  @Override
  public Integer call() {
    return options.print(run -> "approved by " + run.decide(Decision.Approved, comment));
  }
}
