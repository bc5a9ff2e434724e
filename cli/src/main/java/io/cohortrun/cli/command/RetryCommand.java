package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.workers.cohort.RetryChoice;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cohort retry}: the failed rows of a complete run as its next attempt. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Try the failed rows of a complete run again, as its next attempt.",
      "Results of the attempt before stay as they are; rows that succeeded are carried over."
    })
public final class RetryCommand implements Callable<Integer> {

  @Mixin private RunOptions options;

  @Option(
      names = "--code",
      split = ",",
      paramLabel = "CODE",
      description = "Only rows with these failures (default: every failure).")
  private List<Outcome> codes = List.of();

  @Option(
      names = "--slide",
      split = ",",
      paramLabel = "SLIDE_ID",
      description = "Only these slides, which failed (default: all).")
  private List<String> slides = List.of();

  @Override
  public Integer call() {
    for (Outcome code : codes) {
      if (!code.isFailure()) {
        throw CliFailure.badInput(code + " is no failure; only failed rows are tried again");
      }
    }
    return Answer.print(
        options.localRun(CohortInput.Mode.Run).retry(new RetryChoice(codes, slides)), options.json);
  }
}
