package io.cohortrun.cli.command;

import io.cohortrun.cli.local.LocalRun;
import io.cohortrun.workflows.contract.CohortInput;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that runs a workflow. */
final class RunOptions {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The CohortRun YAML.")
  Path file;

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Use this Temporal server instead of starting one in this process.")
  String temporal;

  @Option(names = "--json", description = "Print one line of JSON at the end instead of text.")
  boolean json;

  LocalRun localRun(CohortInput.Mode mode) {
    return new LocalRun(
        file, Optional.ofNullable(temporal), mode, Boolean.getBoolean("cohortrun.tty"));
  }
}
