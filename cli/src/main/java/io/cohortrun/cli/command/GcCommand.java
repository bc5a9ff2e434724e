package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.store.Gc;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort gc}: what no run refers to. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "List what no run in an output refers to: slide results, abandoned tries, leftovers.",
      "Nothing is removed without --delete; nothing younger than a day is touched."
    })
public final class GcCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUTPUT", description = "The output folder or URI.")
  private String output;

  @Option(names = "--delete", description = "Remove what is listed.")
  private boolean delete;

  @Override
  public Integer call() {
    try {
      if (Stores.isLocal(output)) {
        requireOutput(Stores.localPath(output));
      }
      return collect();
    } catch (IOException e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }

  /** Opening makes the folder; a misspelt one must not look like an output without garbage. */
  private void requireOutput(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CliFailure.badInput(output + ": there is no such folder; name the output of a run");
    }
    if (!Files.isDirectory(folder.resolve("slides"))
        && !Files.isDirectory(folder.resolve("runs"))) {
      throw CliFailure.badInput(output + ": is no output of a run; it has no slides/ and no runs/");
    }
  }

  private int collect() throws IOException {
    try (ObjectStore store = Stores.open(output)) {
      Gc gc = new Gc(store, Gc.GRACE, Instant.now());
      List<Gc.Garbage> garbage = gc.find();
      if (delete) {
        garbage = gc.remove(garbage);
      }
      long bytes = 0;
      for (Gc.Garbage g : garbage) {
        System.out.printf(Locale.ROOT, "%s\t%d\t%s%n", g.kind().text(), g.bytes(), g.prefix());
        bytes += g.bytes();
      }
      System.err.printf(
          Locale.ROOT,
          "cohort: %s %d entries, %d bytes%s%n",
          delete ? "removed" : "found",
          garbage.size(),
          bytes,
          delete || garbage.isEmpty() ? "" : "; remove them with --delete");
      return ExitCode.COMPLETE;
    }
  }
}
