package io.cohortrun.cli.command;

import io.cohortrun.workflows.contract.CohortInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cohort run}: the whole path; killed and run again, it goes on. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run a cohort from slides to report.",
      "Killed and run again, it goes on from the last checkpoint. A run that is complete is shown again and nothing is computed."
    })
public final class RunCommand implements Callable<Integer> {

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return Answer.print(options.localRun(CohortInput.Mode.Run).run(), options.json);
  }
}
