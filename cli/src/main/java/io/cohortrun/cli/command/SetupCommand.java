package io.cohortrun.cli.command;

import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.setup.OpenSlideInstall;
import io.cohortrun.workers.slide.read.OpenSlideLibrary;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cohort setup}: fetches OpenSlide where this machine lacks it. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description = "Fetch OpenSlide 4 (by pip, else by apt) and say what this machine can read.")
public final class SetupCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    OpenSlideLibrary.Description before = OpenSlideLibrary.describe();
    if (!before.version().startsWith("4")) {
      System.err.println("cohort: fetching OpenSlide ...");
      Optional<String> installed = OpenSlideInstall.here().install();
      System.err.println(
          "cohort: "
              + installed
                  .map(i -> "installed " + i)
                  .orElse("neither pip nor apt could install it"));
    }
    OpenSlideLibrary.Description now = OpenSlideLibrary.describe();
    System.out.println(now.sentence());
    return now.present() ? ExitCode.COMPLETE : ExitCode.FAILED;
  }
}
