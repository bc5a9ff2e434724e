package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.HeldStrata;
import io.cohortrun.workers.analyse.JoinFiles;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.MutationTable;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.StudyFolder;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort analyse associations}. */
@Command(
    name = "associations",
    mixinStandardHelpOptions = true,
    description = {
      "Every feature against every clinical attribute: pan-cancer, by type and by subtype.",
      "Prints a tab-separated table, a row per test; what was left out is told on stderr."
    })
public final class AssociationsCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "FEATURES",
      description = "A row per patient and a column of numbers per feature; or features.parquet.")
  private Path features;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CLINICAL",
      description =
          "CSV, TSV or Parquet tables with the patients' attributes, or cBioPortal study folders.")
  private List<Path> clinical;

  @Option(
      names = "--mutations",
      split = ",",
      paramLabel = "MAF",
      description = "Mutation tables; genes become 1 (non-silent), 0 (sequenced, none) or missing.")
  private List<Path> mutations = new ArrayList<>();

  @Option(
      names = "--megabases",
      defaultValue = "0",
      paramLabel = "MB",
      description =
          "Megabases sequenced for the mutation tables; gives TMB, high from 10 mutations per"
              + " megabase. Columns of counts are used as they are.")
  private double megabases;

  @Mixin private ClinicalOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "Also write the tables, the join report and the dictionary there.")
  private Path output;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (!(megabases >= 0 && Double.isFinite(megabases))) {
      throw CliFailure.badInput("--megabases takes how many were sequenced, not " + megabases);
    }
    JoinReport report = new JoinReport();
    int fewest = Least.USUAL.arm();
    ClinicalJoin join;
    try {
      List<NamedTable> tables = new ArrayList<>();
      for (Path table : clinical) {
        tables.addAll(
            Files.isDirectory(table)
                ? StudyFolder.read(table, megabases, fewest, report)
                : List.of(NamedTable.read(table)));
      }
      for (Path maf : mutations) {
        tables.add(MutationTable.of(NamedTable.read(maf), megabases, fewest, report));
      }
      join =
          ClinicalJoin.of(
              FeatureTable.of(NamedTable.read(features), report), tables, options.choice(), report);
    } catch (BadTable e) {
      throw CliFailure.badInput("%s: %s".formatted(e.code(), e.getMessage()));
    } catch (IOException e) {
      throw CliFailure.badInput("the tables cannot be read: " + e.getMessage());
    }
    try {
      AssociationAnalysis analysis =
          AssociationAnalysis.of(
              join.population(), HeldStrata.of(join.population()), Association.LEVEL);
      AssociationSummary.of(join, report, analysis)
          .forEach(line -> System.err.println("cohort: " + line));
      PrintedAssociations printed = PrintedAssociations.to(System.out, json);
      if (output == null) {
        analysis.tell(printed);
      } else {
        AssociationFiles.write(output, analysis, printed);
        JoinFiles.write(output, join.dictionary(), report);
      }
      printed.end();
    } catch (IOException e) {
      throw CliFailure.failed("cannot write into %s: %s".formatted(output, e.getMessage()), e);
    }
    return ExitCode.COMPLETE;
  }
}
