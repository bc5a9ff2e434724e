package io.cohortrun.cli;

import io.cohortrun.cli.cluster.ClusterCommand;
import io.cohortrun.cli.command.AnalyseCommand;
import io.cohortrun.cli.command.ArchiveCommand;
import io.cohortrun.cli.command.ExplainCommand;
import io.cohortrun.cli.command.GcCommand;
import io.cohortrun.cli.command.ModelCommand;
import io.cohortrun.cli.command.PlanCommand;
import io.cohortrun.cli.command.PreflightCommand;
import io.cohortrun.cli.command.RetryCommand;
import io.cohortrun.cli.command.RunCommand;
import io.cohortrun.cli.command.SetupCommand;
import io.cohortrun.cli.command.SynthCommand;
import io.cohortrun.cli.command.WorkerCommand;
import io.cohortrun.cli.command.WorkflowWorkerCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry point: {@code cohort run | preflight | plan | explain | retry | gc | setup | model |
 * analyse | synth | cluster}.
 */
@Command(
    name = "cohort",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Virtual multiplex immunofluorescence for cohorts of H&E slides. Research use only; not for clinical use.",
    subcommands = {
      RunCommand.class,
      PreflightCommand.class,
      PlanCommand.class,
      ExplainCommand.class,
      RetryCommand.class,
      GcCommand.class,
      SetupCommand.class,
      ModelCommand.class,
      AnalyseCommand.class,
      SynthCommand.class,
      ClusterCommand.class,
      WorkerCommand.class,
      WorkflowWorkerCommand.class,
      ArchiveCommand.class
    },
    footer = {
      "",
      "Exit status: 0 complete, 1 failed, 2 bad input (nothing started), 3 complete with failures above the budget.",
      "Stdout carries the answer only; progress and logs go to stderr (COHORT_LOG=info shows more)."
    })
public final class Cohort {

  private Cohort() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Cohort())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line));
  }

  private static int report(Exception failure, CommandLine line) {
    LoggerFactory.getLogger(Cohort.class).debug("command failed", failure);
    if (failure instanceof CliFailure told) {
      line.getErr().println("cohort: " + told.getMessage());
      return told.exitCode();
    }
    line.getErr().println("cohort: " + Sentence.of(failure));
    return ExitCode.FAILED;
  }
}
