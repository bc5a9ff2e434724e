package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.synth.PlantedScore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort analyse planted}. */
@Command(
    name = "planted",
    mixinStandardHelpOptions = true,
    description = {
      "What a run on a cohort of cohort synth found of what was planted, and what it found besides.",
      "Prints a tab-separated table: quantity, term (a kind of effect, or a level), value."
    })
public final class PlantedCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN", description = "Folder with associations.parquet.")
  private Path run;

  @Parameters(index = "1", paramLabel = "TRUTH", description = "The population's truth.csv.")
  private Path truth;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    return Quantities.print("the associations", () -> PlantedScore.of(run, truth), json);
  }
}
