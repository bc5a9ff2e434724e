package io.cohortrun.cli.command;

import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.pod.Archive;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cohort archive}: what a pod of {@code kubectl cohort download} runs. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    hidden = true,
    description = "Write objects of a store to stdout as a zip archive: for pods of a download.")
public final class ArchiveCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STORE", description = "URI of the output store.")
  private String store;

  @Parameters(index = "1", paramLabel = "FOLDER", description = "Key that names begin after.")
  private String folder;

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "KEY",
      description = "Keys; a folder's ends with /.")
  private List<String> keys;

  @Override
  public Integer call() throws IOException {
    OutputStream out = new BufferedOutputStream(System.out);
    try (ObjectStore from = Stores.open(store)) {
      Archive.write(from, folder, keys, out);
    }
    return ExitCode.COMPLETE;
  }
}
