package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.local.LocalTools;
import io.cohortrun.cli.local.PreparedRun;
import io.cohortrun.workers.cohort.Explanations;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort explain}: one line per slide, why it would or would not be computed again. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Say in one line per slide why it would, or would not, be computed again.")
public final class ExplainCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The CohortRun YAML.")
  private Path file;

  @Parameters(
      paramLabel = "SLIDE_ID",
      description = "Slides to explain (default: all).",
      arity = "0..*")
  private List<String> slideIds = List.of();

  @Override
  public Integer call() {
    PreparedRun prepared = PreparedRun.of(file);
    Set<String> wanted = new HashSet<>(slideIds);
    List<ManifestRow> rows =
        prepared.manifest().rows().stream()
            .filter(r -> wanted.isEmpty() || wanted.contains(r.slideId()))
            .toList();
    Set<String> unknown = new TreeSet<>(wanted);
    rows.forEach(r -> unknown.remove(r.slideId()));
    if (!unknown.isEmpty()) {
      throw CliFailure.badInput("the manifest has no slide " + String.join(", ", unknown));
    }
    try (ObjectStore store = Stores.open(prepared.output());
        LocalTools tools = new LocalTools()) {
      var explanations =
          new Explanations(tools.cohort(), store, prepared.input(1, CohortInput.Mode.Run));
      for (ManifestRow row : rows) {
        System.out.println(row.slideId() + ": " + explanations.explain(row));
      }
      return ExitCode.COMPLETE;
    } catch (IOException e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }
}
