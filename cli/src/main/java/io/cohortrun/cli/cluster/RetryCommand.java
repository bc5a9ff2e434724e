package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.FailureCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl cohort retry}: the next attempt. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Try the failed slides of a run that has ended again, as its next attempt.")
final class RetryCommand implements Callable<Integer> {

  @Mixin private ClusterOptions options;

  @Option(
      names = "--code",
      split = ",",
      paramLabel = "CODE",
      description = "Only slides with these failures (default: every failure).")
  private List<FailureCode> codes;

  @Option(
      names = "--slide",
      split = ",",
      paramLabel = "SLIDE_ID",
      description = "Only these slides, which failed (default: all).")
  private List<String> slides;

  @Override
  public Integer call() {
    return options.print(run -> "attempt %d is asked for".formatted(run.retry(codes, slides)));
  }
}
