package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.population.RunComparison;
import io.cohortrun.workers.table.BadTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort analyse compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Whether two populations agree in their associations, on the tests that both made;",
      "of complete runs, also in their mean activations, and in numbers at equal size.",
      "Prints a tab-separated table: quantity, term (a level or channel, empty for all), value."
    })
public final class CompareCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN_A", description = "Folder with associations.parquet.")
  private Path first;

  @Parameters(index = "1", paramLabel = "RUN_B", description = "Another.")
  private Path second;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    return Quantities.print("the associations", this::compared, json);
  }

  private List<Quantity> compared() throws BadTable, IOException {
    AssociationComparison tests = AssociationComparison.of(first, second);
    RunComparison runs = RunComparison.of(first, second, tests);
    if (runs.recorded()) {
      DifferingChoices.warn(runs.choices());
    } else {
      System.err.println(
          "cohort: whether both computed in the same way is not known: " + runs.refused());
    }
    if (!runs.refused().isEmpty()) {
      System.err.println("cohort: activations are not compared: " + runs.refused());
    }
    List<Quantity> found = new ArrayList<>(tests.quantities());
    found.addAll(runs.quantities());
    return found;
  }
}
