package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.Decision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl cohort reject}: the reviewer says no. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description =
        "Reject a run that waits for a decision, in the name that the API server knows you by: it fails, and nothing is published.")
final class RejectCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why; the run says it.")
  private String comment;

  @Override
  public Integer call() {
    return options.print(run -> "rejected by " + run.decide(Decision.Rejected, comment));
  }
}
