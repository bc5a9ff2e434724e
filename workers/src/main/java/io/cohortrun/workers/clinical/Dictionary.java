package io.cohortrun.workers.clinical;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workflows.stats.screen.Attribute;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the columns of a clinical table mean.
 *
 * @param columns all but the patient's id
 * @param adjusting columns that tests are adjusted for: {@code all}, or those of {@code genes}
 *     alone
 * @param groups columns that {@code type}, {@code subtype} and {@code site} of the patients were
 *     read from, of those that have one
 */
public record Dictionary(
    List<ClinicalColumn> columns,
    List<Endpoint> endpoints,
    Map<String, String> adjusting,
    Map<String, String> groups) {

  /** Tests that a column adjusts. */
  public static final String ALL = "all";

  /** Likewise. */
  public static final String GENES = "genes";

  private static final Set<ColumnKind> LEVELLED =
      EnumSet.of(ColumnKind.BINARY, ColumnKind.CATEGORICAL);

  /** What is given, and the rest as names and values suggest. */
  static Dictionary of(
      PatientRecords records, List<ClinicalColumn> given, List<Endpoint> givenEndpoints)
      throws BadTable {
    List<String> names = List.copyOf(records.columns().keySet());
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    givenEndpoints.forEach(e -> endpoints.put(e.name(), e));
    EndpointInference.of(names).forEach(e -> endpoints.putIfAbsent(e.name(), e));
    Map<String, ClinicalColumn> columns = new LinkedHashMap<>();
    for (ClinicalColumn column : given) {
      columns.put(column.name(), withLevels(column, records));
    }
    for (Endpoint endpoint : endpoints.values()) {
      for (String column : endpoint.columns()) {
        columns.putIfAbsent(
            column,
            new ClinicalColumn(column, ColumnKind.FOLLOW_UP, List.of(), "of " + endpoint.name()));
      }
    }
    for (String name : names) {
      columns.computeIfAbsent(
          name, n -> ColumnInference.of(n, Arrays.asList(records.columns().get(n).text())));
    }
    return new Dictionary(
        names.stream().map(columns::get).toList(),
        List.copyOf(endpoints.values()),
        Map.of(),
        Map.of());
  }

  /** Where only the kind is given, its levels are those that are there. */
  private static ClinicalColumn withLevels(ClinicalColumn given, PatientRecords records)
      throws BadTable {
    requireLevels(given);
    if (!given.levels().isEmpty() || !LEVELLED.contains(given.kind())) {
      return given;
    }
    List<String> cells = Arrays.asList(records.columns().get(given.name()).text());
    ClinicalColumn inferred = ColumnInference.of(given.name(), cells);
    List<String> levels =
        inferred.kind() == given.kind()
            ? inferred.levels()
            : cells.stream()
                .filter(c -> !c.isEmpty())
                .map(Cells::canonical)
                .distinct()
                .sorted()
                .toList();
    if (given.kind() == ColumnKind.BINARY && levels.size() > 2) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "column %s is declared binary and has %d values; declare it categorical, or name its two values"
              .formatted(given.name(), levels.size()));
    }
    return new ClinicalColumn(given.name(), given.kind(), levels, given.why());
  }

  /** Refuses levels of which a value could have two codes, and a pair that is none. */
  private static void requireLevels(ClinicalColumn given) throws BadTable {
    Set<String> seen = new HashSet<>();
    for (String level : given.levels()) {
      for (String word : level.split("\\|", -1)) {
        if (!seen.add(Cells.canonical(word).toLowerCase(Locale.ROOT))) {
          throw new BadTable(
              BadTable.Code.BadValue,
              "column %s: %s is declared twice; name each value once"
                  .formatted(given.name(), word));
        }
      }
    }
    if (given.kind() == ColumnKind.BINARY
        && !given.levels().isEmpty()
        && given.levels().size() != 2) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "column %s is declared binary: name two values, not %d, the one that is asked about last (a|b<c where several are one)"
              .formatted(given.name(), given.levels().size()));
    }
  }

  /** The same, with what tests are adjusted for. */
  Dictionary adjusting(List<Attribute> all, List<Attribute> genes) {
    Map<String, String> tests = new LinkedHashMap<>();
    all.forEach(a -> tests.put(a.name(), ALL));
    genes.forEach(a -> tests.put(a.name(), GENES));
    return new Dictionary(columns, endpoints, tests, groups);
  }

  /** The same, with the columns that patients are grouped by. */
  Dictionary grouping(Map<String, String> by) {
    return new Dictionary(columns, endpoints, adjusting, by);
  }

  /** The meaning of a column. */
  public Optional<ClinicalColumn> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Refuses to test what is no attribute and no endpoint. */
  void requireAttributes(List<String> names) throws BadTable {
    for (String name : names) {
      if (endpoints.stream().anyMatch(e -> e.name().equals(name))) {
        continue;
      }
      ClinicalColumn column =
          column(name)
              .orElseThrow(
                  () ->
                      new BadTable(
                          BadTable.Code.NoSuchColumn,
                          "there is no column or endpoint %s; the clinical tables have %s"
                              .formatted(
                                  name,
                                  columns.stream()
                                      .map(ClinicalColumn::name)
                                      .collect(Collectors.joining(", ")))));
      if (column.kind() == ColumnKind.IGNORED) {
        throw new BadTable(
            BadTable.Code.BadValue,
            "column %s cannot be tested (%s); declare what it is".formatted(name, column.why()));
      }
    }
  }

  /**
   * Tab-separated: {@code column kind levels why adjusts role}, a line each, endpoints last. {@code
   * adjusts} is {@code all} or {@code genes} where tests, or those of genes, are adjusted for it;
   * {@code role} says which of type, subtype and site the column gives.
   */
  public String text() {
    StringWriter text = new StringWriter();
    CsvWriter tsv =
        CsvWriter.builder()
            .fieldSeparator('\t')
            .lineDelimiter(LineDelimiter.LF)
            .bufferSize(0)
            .build(text);
    tsv.writeRecord("column", "kind", "levels", "why", "adjusts", "role");
    for (ClinicalColumn c : columns) {
      tsv.writeRecord(
          c.name(),
          c.kind().name().toLowerCase(Locale.ROOT),
          String.join(" < ", c.levels()),
          c.why(),
          adjusting.getOrDefault(c.name(), ""),
          groups.keySet().stream()
              .filter(g -> groups.get(g).equals(c.name()))
              .collect(Collectors.joining(", ")));
    }
    for (Endpoint e : endpoints) {
      String unit = e.unit().name().toLowerCase(Locale.ROOT);
      tsv.writeRecord(
          e.name(), "endpoint", "", String.join(", ", e.columns()) + " in " + unit, "", "");
    }
    return text.toString();
  }
}
