package io.cohortrun.cli.cluster;

import io.cohortrun.cli.cluster.Download.What;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl cohort download}: files of a run, without the store's credentials. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    description =
        "Download files of a run's latest attempt through a short-lived pod of its namespace: no credentials of the store are needed here.")
final class DownloadCommand implements Callable<Integer> {

  private static final int MARK = 6;

  @Mixin private ClusterOptions options;

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "report",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private What what;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "A folder that is not there yet (default: NAME-ATTEMPT-WHAT).")
  private Path to;

  @Override
  public Integer call() {
    return options.print(
        run -> {
          Path folder = to != null ? to : run.folder(what.name());
          String mark = UUID.randomUUID().toString().substring(0, MARK);
          int files = new Download(run.pods()).of(run.run(), what, folder, mark);
          return "%d files in %s".formatted(files, folder);
        });
  }
}
