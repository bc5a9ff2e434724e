package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.synth.SynthCohort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort synth}: a cohort whose truth is known. */
@Command(
    name = "synth",
    mixinStandardHelpOptions = true,
    description = {
      "Make a cohort of two populations with known effects: slides, tables, CohortRuns, answer key.",
      "Its slides are made up, and what is found in them says nothing of proteins."
    })
public final class SynthCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where to put it; a folder that is not there yet, or is empty.")
  private Path output;

  @Option(
      names = "--patients",
      defaultValue = "400",
      paramLabel = "N",
      description = "Patients of each population. Default: ${DEFAULT-VALUE}.")
  private int patients;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Equal seeds give equal bytes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() {
    if (patients < 1 || patients > 9999) {
      throw CliFailure.badInput("--patients is %d; give 1 to 9999".formatted(patients));
    }
    try {
      if (Files.exists(output) && !isEmptyFolder(output)) {
        throw CliFailure.badInput(output + " is not empty; name a folder that is not there yet");
      }
      new SynthCohort(seed, patients).write(output, SynthCommand::tell);
    } catch (IOException e) {
      throw CliFailure.failed("cannot write into %s: %s".formatted(output, e.getMessage()), e);
    }
    System.out.println(output.resolve("A/cohortrun.yaml"));
    System.out.println(output.resolve("B/cohortrun.yaml"));
    return ExitCode.COMPLETE;
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** A line at each tenth. */
  private static void tell(int written, int of) {
    if (written * 10 / of != (written - 1) * 10 / of) {
      System.err.println("cohort: %d of %d slides".formatted(written, of));
    }
  }
}
