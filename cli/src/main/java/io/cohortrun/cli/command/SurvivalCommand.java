package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.cli.CliFailure;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.analyse.SurvivalAnalysis;
import io.cohortrun.workers.analyse.SurvivalColumns;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.KaplanMeier;
import io.cohortrun.workflows.stats.survival.NonConverged;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort analyse survival}. */
@Command(
    name = "survival",
    mixinStandardHelpOptions = true,
    description = {
      "Kaplan-Meier curves, the log-rank test of groups, and a Cox model.",
      "Prints a tab-separated table: quantity, term, value (12 digits, NA where there is none)."
    })
public final class SurvivalCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "TABLE",
      description = "CSV, TSV, columns between blanks, or Parquet; a row per patient.")
  private Path table;

  @Option(names = "--time", required = true, paramLabel = "T", description = "End of follow-up.")
  private String time;

  @Option(names = "--event", required = true, paramLabel = "E", description = "1 event, 0 none.")
  private String event;

  @Option(names = "--entry", paramLabel = "T0", description = "Start of observation.")
  private String entry;

  @Option(
      names = "--covariates",
      split = ",",
      paramLabel = "A,B",
      description = "Columns of a Cox model; one that is not of numbers becomes one per level.")
  private List<String> covariates = new ArrayList<>();

  @Option(names = "--strata", paramLabel = "S", description = "Compare within its values only.")
  private String strata;

  @Option(names = "--group", paramLabel = "G", description = "Compare the curves of its values.")
  private String group;

  @Option(
      names = "--ties",
      defaultValue = "efron",
      paramLabel = "RULE",
      description = "Events at one time: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private CoxModel.Ties ties;

  @Option(
      names = "--conf-type",
      defaultValue = "log",
      paramLabel = "SCALE",
      description =
          "Of the median's interval: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private KaplanMeier.Scale scale;

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "T1,T2",
      description = "Times at which curves are read.")
  private List<String> at = new ArrayList<>();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    at.forEach(SurvivalCommand::requireNumber);
    return Quantities.print(table.toString(), () -> analyse(TextTable.read(table)), json);
  }

  private List<Quantity> analyse(TextTable content) throws BadTable {
    try {
      return SurvivalAnalysis.of(
          content,
          new SurvivalColumns(
              time, event, entry, covariates.stream().map(String::strip).toList(), strata, group),
          ties,
          scale,
          at,
          sentence -> System.err.println("cohort: " + sentence));
    } catch (BadTable e) {
      throw e.in(table.toString());
    } catch (NonConverged e) {
      throw CliFailure.failed("NonConverged: " + e.getMessage(), e);
    }
  }

  private static void requireNumber(String time) {
    try {
      Double.parseDouble(time);
    } catch (NumberFormatException e) {
      throw CliFailure.badInput("--at takes numbers, not " + time);
    }
  }
}
