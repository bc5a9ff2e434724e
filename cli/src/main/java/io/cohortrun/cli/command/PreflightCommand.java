package io.cohortrun.cli.command;

import io.cohortrun.workflows.contract.CohortInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cohort preflight}: opens every slide, forecasts, infers nothing. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    description =
        "Open every slide, find resolution and tissue, forecast bytes and time, and stop before inference.")
public final class PreflightCommand implements Callable<Integer> {

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return Answer.print(options.localRun(CohortInput.Mode.Preflight).run(), options.json);
  }
}
