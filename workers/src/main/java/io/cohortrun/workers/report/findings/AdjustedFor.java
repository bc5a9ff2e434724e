package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.clinical.Dictionary;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What tests were adjusted for and patients grouped by, as the run's {@code dictionary.tsv} has it.
 *
 * @param columns of the clinical tables; none of a run without clinical tables
 */
record AdjustedFor(List<Line> columns) {

  static AdjustedFor of(RunTables run) throws IOException {
    return new AdjustedFor(run.table("dictionary.tsv"));
  }

  /** In words. */
  String all() {
    String named = named(Dictionary.ALL);
    return named.isEmpty() ? "age, sex and stage as far as the tables have them" : named;
  }

  /** Of genes, beside {@link #all}; empty where there is nothing more. */
  String genes() {
    return named(Dictionary.GENES);
  }

  /** Columns of type, subtype and site in words; empty where none is known to be one. */
  String groups() {
    return columns.stream()
        .filter(c -> c.has("role"))
        .map(c -> c.text("column") + " gives " + c.text("role"))
        .collect(Collectors.joining("; "));
  }

  private String named(String tests) {
    return columns.stream()
        .filter(c -> c.is("adjusts", tests))
        .map(c -> c.text("column"))
        .collect(Collectors.joining(", "));
  }
}
