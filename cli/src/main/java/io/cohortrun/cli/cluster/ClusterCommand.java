package io.cohortrun.cli.cluster;

import picocli.CommandLine.Command;

/** {@code cohort cluster}, and {@code kubectl cohort}: runs of a cluster. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Runs of a cluster, as the user of the current kubeconfig.",
      "Installed as kubectl-cohort it is kubectl's plugin: kubectl cohort status NAME."
    },
    subcommands = {
      StatusCommand.class,
      FailuresCommand.class,
      DownloadCommand.class,
      RetryCommand.class,
      ApproveCommand.class,
      RejectCommand.class
    })
public final class ClusterCommand {}
