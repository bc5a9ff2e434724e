package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ColumnKind;
import io.cohortrun.workers.clinical.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What the columns of clinical tables are; what is not said is inferred. */
public final class ClinicalOptions {

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "The patient's id in CLINICAL (default: where the patients of FEATURES are).")
  private String id;

  @Option(names = "--type", paramLabel = "COLUMN", description = "Cancer type, or OncoTree code.")
  private String type;

  @Option(names = "--subtype", paramLabel = "COLUMN", description = "Subtype within the type.")
  private String subtype;

  @Option(
      names = "--site",
      paramLabel = "COLUMN",
      description = "Where the patient was treated (default: in a TCGA barcode).")
  private String site;

  @Option(
      names = "--attributes",
      split = ",",
      paramLabel = "A,B",
      description = "Columns and endpoints to test (default: all).")
  private List<String> attributes = new ArrayList<>();

  @Option(
      names = "--covariates",
      split = ",",
      paramLabel = "A,B",
      description =
          "Columns to adjust for (default: age, sex and stage as far as there are; genes also for"
              + " mutation burden and microsatellite instability).")
  private List<String> covariates = new ArrayList<>();

  @Option(
      names = "--column",
      paramLabel = "NAME=KIND",
      description =
          "What a column is: binary, continuous, ordinal, categorical or ignored; its values after"
              + " a colon, lowest first: grade=ordinal:low<high.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--endpoint",
      paramLabel = "NAME=TIME,EVENT",
      description = "Columns of follow-up, and of delayed entry as a third (default: by names).")
  private List<String> endpoints = new ArrayList<>();

  /** What was said. */
  Choice choice() {
    return new Choice(
        id,
        type,
        subtype,
        site,
        attributes,
        covariates,
        List.of(),
        columns.stream().map(ClinicalOptions::column).toList(),
        endpoints.stream().map(ClinicalOptions::endpoint).toList());
  }

  private static ClinicalColumn column(String written) {
    int equals = written.lastIndexOf('=');
    String[] parts = written.substring(equals + 1).split(":", 2);
    ColumnKind kind =
        Arrays.stream(ColumnKind.values())
            .filter(k -> k.name().equals(parts[0].toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElse(null);
    if (equals < 1 || kind == null) {
      throw CliFailure.badInput(
          "--column takes NAME=KIND with KIND one of binary, continuous, ordinal, categorical,"
              + " ignored; not "
              + written);
    }
    List<String> levels = parts.length < 2 ? List.of() : List.of(parts[1].split("<", -1));
    return new ClinicalColumn(written.substring(0, equals), kind, levels, "given");
  }

  private static Endpoint endpoint(String written) {
    int equals = written.indexOf('=');
    String[] parts = written.substring(equals + 1).split(",", -1);
    if (equals < 1 || parts.length < 2 || parts.length > 3) {
      throw CliFailure.badInput(
          "--endpoint takes NAME=TIME,EVENT or NAME=TIME,EVENT,ENTRY; not " + written);
    }
    return new Endpoint(
        written.substring(0, equals),
        parts[0],
        parts[1],
        parts.length == 3 ? parts[2] : null,
        Endpoint.Unit.UNKNOWN);
  }
}
