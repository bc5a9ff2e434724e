package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.Endpoint;
import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One row per patient of the manifest, and what each column means. */
public final class PatientTable {

  private record Described(
      String name,
      String kind,
      String unit,
      String description,
      String type,
      List<Object> values) {}

  private static final List<String> COUNTS =
      List.of("slides", "slides_left_out", "tiles", "valid_pixels");

  private final ClinicalJoin everyone;
  private final Set<String> names = new HashSet<>();

  /** Names that readers look for: a clinical column that is called so gets another one. */
  private final Set<String> reserved = new HashSet<>();

  private final List<Described> columns = new ArrayList<>();

  private PatientTable(ClinicalJoin everyone) {
    this.everyone = everyone;
  }

  /**
   * Makes the table.
   *
   * @param everyone all patients of the manifest, unknown what is not known of them
   */
  public static PatientTable of(ClinicalJoin everyone, RunSlides slides, SlideTotals totals) {
    PatientTable table = new PatientTable(everyone);
    List<String> patients = everyone.patients();
    table.text(
        "patient", "id", "as in the manifest; of a TCGA barcode its first parts", patients::get);
    table.text("type", "stratum", "cancer type", everyone.population().type()::get);
    table.text("subtype", "stratum", "within the type", everyone.population().subtype()::get);
    table.text(
        "site", "stratum", "where the patient was treated", everyone.population().site()::get);
    table.reserve();
    everyone.population().attributes().forEach(table::attribute);
    everyone.population().outcomes().forEach(table::outcome);
    var leftOut =
        slides.slides().stream()
            .filter(s -> s.result() && !s.counts())
            .collect(Collectors.groupingBy(RunSlides.Slide::patient, Collectors.counting()));
    table.count("slides", "slides that count", p -> totals.of(patients.get(p)).slides());
    table.count(
        "slides_left_out",
        "slides with a result that the slide rule leaves out",
        p -> leftOut.getOrDefault(patients.get(p), 0L));
    table.count("tiles", "tiles in the sums", p -> totals.of(patients.get(p)).tiles());
    table.count("valid_pixels", "pixels that count", p -> totals.of(patients.get(p)).validPixels());
    everyone.population().features().forEach(table::feature);
    return table;
  }

  private void reserve() {
    Stream.of(
            COUNTS.stream(),
            everyone.population().outcomes().stream()
                .flatMap(o -> Stream.of("_time", "_event", "_entry").map(s -> o.name() + s)),
            everyone.population().features().stream().map(PatientTable::name))
        .flatMap(names -> names)
        .forEach(name -> reserved.add(name.toLowerCase(Locale.ROOT)));
  }

  private static String name(Feature feature) {
    return feature.channel() + "_" + feature.kind();
  }

  private void text(String name, String kind, String description, IntFunction<String> value) {
    add(
        name,
        kind,
        "",
        description,
        "VARCHAR",
        p -> value.apply(p).isEmpty() ? null : value.apply(p));
  }

  private void count(String name, String description, IntFunction<Number> value) {
    add(name, "count", "", description, "BIGINT", p -> value.apply(p).longValue());
  }

  private void attribute(Attribute attribute) {
    ClinicalColumn column = everyone.dictionary().column(attribute.name()).orElseThrow();
    String name = attribute.name();
    String own = reserved.contains(name.toLowerCase(Locale.ROOT)) ? name + "_2" : name;
    List<String> levels = column.words();
    String kind = attribute.kind().name().toLowerCase(Locale.ROOT);
    double[] values = attribute.values();
    if (levels.isEmpty()) {
      add(own, kind, "", column.why(), "DOUBLE", p -> known(values[p]));
    } else {
      add(
          own,
          kind,
          "",
          column.why() + "; " + String.join(" < ", levels),
          "VARCHAR",
          p -> Double.isNaN(values[p]) ? null : levels.get((int) values[p]));
    }
  }

  private void outcome(Outcome outcome) {
    Endpoint endpoint =
        everyone.dictionary().endpoints().stream()
            .filter(e -> e.name().equals(outcome.name()))
            .findFirst()
            .orElseThrow();
    String name = outcome.name();
    double days = endpoint.unit().days();
    String unit = endpoint.unit() == Endpoint.Unit.UNKNOWN ? "unknown" : "days";
    String columns = String.join(", ", endpoint.columns());
    add(
        name + "_time",
        "time",
        unit,
        "end of follow-up, of " + columns,
        "DOUBLE",
        p -> known(outcome.time()[p] * days));
    add(
        name + "_event",
        "event",
        "",
        "1: follow-up ended with the event",
        "INTEGER",
        p -> Double.isNaN(outcome.time()[p]) ? null : outcome.event()[p] ? 1 : 0);
    if (endpoint.entry() != null) {
      add(
          name + "_entry",
          "entry",
          unit,
          "start of observation",
          "DOUBLE",
          p -> known(outcome.entry()[p] * days));
    }
  }

  private void feature(Feature feature) {
    add(
        name(feature),
        "feature",
        feature.isDensity() ? "share" : "",
        feature.kind() + " of " + feature.channel() + " over all slides that count",
        "DOUBLE",
        p -> known(feature.values()[p]));
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** A name that is taken, in any case, gets a number: readers of tables want them to differ. */
  private void add(
      String name,
      String kind,
      String unit,
      String description,
      String type,
      IntFunction<Object> value) {
    String free = name;
    for (int i = 2; !names.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "_" + i;
    }
    List<Object> values = new ArrayList<>();
    IntStream.range(0, everyone.patients().size()).forEach(p -> values.add(value.apply(p)));
    columns.add(new Described(free, kind, unit, description, type, values));
  }

  /** Writes {@code patients.csv}, {@code patients.parquet} and {@code patients_dictionary.csv}. */
  public void write(Path folder) throws IOException {
    List<String> header = columns.stream().map(Described::name).toList();
    List<List<Object>> rows = new ArrayList<>();
    for (int p = 0; p < everyone.patients().size(); p++) {
      List<Object> row = new ArrayList<>();
      for (Described column : columns) {
        row.add(column.values().get(p));
      }
      rows.add(row);
    }
    CsvFile.write(folder.resolve("patients.csv"), header, rows);
    ParquetTable.writeValues(
        folder.resolve("patients.parquet"),
        columns.stream().map(c -> new ParquetTable.Column(c.name(), c.type())).toList(),
        rows);
    CsvFile.write(
        folder.resolve("patients_dictionary.csv"),
        List.of("column", "kind", "unit", "description"),
        columns.stream()
            .map(c -> List.<Object>of(c.name(), c.kind(), c.unit(), c.description()))
            .toList());
  }
}
