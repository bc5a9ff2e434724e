package io.cohortrun.cli.command;

import picocli.CommandLine.Command;

/** {@code cohort analyse}: statistics of any table. */
@Command(
    name = "analyse",
    mixinStandardHelpOptions = true,
    description = "Statistics of a table, as a run makes them. Research use only.",
    subcommands = {
      AssociationsCommand.class,
      CompareCommand.class,
      PlantedCommand.class,
      SignatureCommand.class,
      SurvivalCommand.class
    })
public final class AnalyseCommand {}
