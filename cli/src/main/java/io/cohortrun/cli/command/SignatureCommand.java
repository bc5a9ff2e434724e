package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.cli.CliFailure;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.population.SignatureTransfer;
import io.cohortrun.workers.table.BadTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort analyse signature}. */
@Command(
    name = "signature",
    mixinStandardHelpOptions = true,
    description = {
      "Applies the frozen signature of one run to the patients of another, unchanged:",
      "concordance with its 95 % interval, and the log-rank test of those above against those",
      "below the first run's median. Both need one bundle, resolution and profile.",
      "Prints a tab-separated table: quantity, term, value."
    })
public final class SignatureCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "RUN_A",
      description = "Folder with run.json, of a run that fitted a signature.")
  private Path from;

  @Parameters(index = "1", paramLabel = "RUN_B", description = "That of another run.")
  private Path to;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    return Quantities.print("the runs", this::applied, json);
  }

  private List<Quantity> applied() throws BadTable, IOException {
    try {
      SignatureTransfer applied = SignatureTransfer.of(from, to);
      System.err.println("cohort: the endpoint is " + applied.endpoint());
      DifferingChoices.warn(applied.choices());
      return applied.quantities();
    } catch (SignatureTransfer.Refused e) {
      throw CliFailure.badInput("%s: %s".formatted(e.code(), e.getMessage()));
    } catch (BadTable e) {
      throw e.in(to.toString());
    }
  }
}
