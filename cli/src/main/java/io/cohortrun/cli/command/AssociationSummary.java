package io.cohortrun.cli.command;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.ColumnKind;
import io.cohortrun.workers.clinical.Endpoint;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What people are told of an analysis of associations, beside its table. */
final class AssociationSummary {

  private static final int SHOWN = 12;

  private AssociationSummary() {}

  static List<String> of(ClinicalJoin join, JoinReport report, AssociationAnalysis analysis) {
    List<String> lines = new ArrayList<>();
    Population population = join.population();
    report.findings().forEach(f -> lines.add(f.sentence()));
    for (ColumnKind kind : ColumnKind.values()) {
      List<String> names =
          join.dictionary().columns().stream()
              .filter(c -> c.kind() == kind)
              .map(ClinicalColumn::name)
              .toList();
      if (!names.isEmpty()) {
        lines.add("columns, %s: %s".formatted(written(kind), some(names)));
      }
    }
    if (!join.dictionary().endpoints().isEmpty()) {
      lines.add(
          "endpoints: "
              + join.dictionary().endpoints().stream()
                  .map(AssociationSummary::endpoint)
                  .collect(Collectors.joining("; ")));
    }
    lines.add(groups(join));
    lines.add(
        "features: "
            + some(population.features().stream().map(f -> f.channel()).distinct().toList()));
    lines.add(
        "%d patients, %d types, %d subtypes, %d sites; %d features, %d attributes; adjusted for %s%s"
            .formatted(
                population.size(),
                known(population.type()),
                known(population.subtype()),
                known(population.site()),
                population.features().size(),
                population.attributes().size() + population.outcomes().size(),
                population.covariates().isEmpty() ? "nothing" : names(population.covariates()),
                population.genes().hypermutation().isEmpty()
                    ? ""
                    : "; genes also for " + names(population.genes().hypermutation())));
    skipped(analysis.skipped()).forEach((why, tests) -> lines.add("not tested: " + tests + why));
    lines.add(
        "%d tests, %d significant (q < 0.05 in their family)"
            .formatted(analysis.tests(), analysis.significant()));
    return lines;
  }

  /** Tests are within type and site, so that people should see what these were taken from. */
  private static String groups(ClinicalJoin join) {
    Map<String, String> columns = join.dictionary().groups();
    String barcodes = known(join.population().site()) > 0 ? "TCGA barcodes" : "no column";
    return "type from %s, subtype from %s, site from %s"
        .formatted(
            columns.getOrDefault("type", "no column"),
            columns.getOrDefault("subtype", "no column"),
            columns.getOrDefault("site", barcodes));
  }

  private static Map<String, String> skipped(List<Skipped> of) {
    Map<String, String> by = new TreeMap<>();
    of.stream()
        .collect(Collectors.groupingBy(Skipped::reason, TreeMap::new, Collectors.toList()))
        .forEach(
            (reason, which) ->
                by.put(
                    " for " + reason,
                    "%d tests in %d strata and attributes"
                        .formatted(which.stream().mapToInt(Skipped::tests).sum(), which.size())));
    return by;
  }

  private static String endpoint(Endpoint of) {
    return "%s from %s".formatted(of.name(), String.join(", ", of.columns()));
  }

  private static long known(List<String> of) {
    return of.stream().filter(t -> !t.isEmpty()).distinct().count();
  }

  private static String names(List<Attribute> of) {
    return some(of.stream().map(Attribute::name).toList());
  }

  private static String some(List<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, names.size() - SHOWN);
  }

  private static String written(ColumnKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
