package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.clinical.PatientIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the report tells of each patient: the clinical record, the slides, and each channel's
 * density with its place among all patients and those of the same type, and how the channel is
 * arranged.
 */
public final class PatientRows {

  private static final Set<String> CLINICAL =
      Set.of("binary", "continuous", "ordinal", "categorical", "time", "event", "entry");

  private final RunTables run;
  private final List<String> channels = new ArrayList<>();
  private final Map<String, double[]> sorted = new HashMap<>();
  private final Map<String, List<List<Object>>> slides = new HashMap<>();
  private final List<String> attributes = new ArrayList<>();

  private PatientRows(RunTables run) {
    this.run = run;
  }

  /** Reads the distributions once, so that the rows themselves need not be held. */
  public static PatientRows of(RunTables run) throws IOException {
    PatientRows rows = new PatientRows(run);
    rows.distributions();
    for (Line line : run.table("patients_dictionary.csv")) {
      if (CLINICAL.contains(line.text("kind"))) {
        rows.attributes.add(line.text("column"));
      }
    }
    int[] row = new int[1];
    run.ledger(
        line ->
            rows.slides
                .computeIfAbsent(
                    PatientIds.patient(line.text("patient_id")), p -> new ArrayList<>())
                .add(List.of(row[0]++, line.text("slide_id"), line.text("outcome"))));
    return rows;
  }

  /** Whose densities stand in the rows. */
  public List<String> channels() {
    return channels;
  }

  private void distributions() throws IOException {
    Map<String, List<Double>> values = new HashMap<>();
    run.each(
        "patients.csv",
        line -> {
          if (channels.isEmpty()) {
            line.cells().keySet().forEach(c -> Channels.ofDensity(c).ifPresent(channels::add));
          }
          for (String channel : channels) {
            double value = line.number(Channels.density(channel));
            if (!Double.isNaN(value)) {
              values.computeIfAbsent(channel, c -> new ArrayList<>()).add(value);
              values.computeIfAbsent(key(channel, line), c -> new ArrayList<>()).add(value);
            }
          }
        });
    values.forEach(
        (key, of) ->
            sorted.put(key, of.stream().mapToDouble(Double::doubleValue).sorted().toArray()));
  }

  private static String key(String channel, Line line) {
    return channel + "\t" + line.text("type");
  }

  /** Takes one patient's row. */
  @FunctionalInterface
  public interface Visitor {
    void patient(Map<String, Object> row) throws IOException;
  }

  /** Gives all patients, in the table's order. */
  public void each(Visitor visitor) throws IOException {
    List<IOException> failed = new ArrayList<>();
    run.each(
        "patients.csv",
        line -> {
          try {
            visitor.patient(row(line));
          } catch (IOException e) {
            failed.add(e);
          }
        });
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private Map<String, Object> row(Line line) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (String column : List.of("patient", "type", "subtype", "site")) {
      row.put(column, line.text(column));
    }
    row.put("tiles", line.count("tiles"));
    row.put("slides", slides.getOrDefault(line.text("patient"), List.of()));
    clinical(line, row);
    List<List<Object>> densities = new ArrayList<>();
    for (String channel : channels) {
      double value = line.number(Channels.density(channel));
      densities.add(
          Double.isNaN(value)
              ? null
              : Arrays.asList(
                  Figures.rounded(value),
                  Math.round(Percentiles.below(sorted.get(channel), value)),
                  Math.round(Percentiles.below(sorted.get(key(channel, line)), value)),
                  line.shown(channel + "_morans_i"),
                  line.shown(channel + "_contrast")));
    }
    row.put("densities", densities);
    return row;
  }

  /** What is known and says something; hundreds of genes that are not mutated are a count. */
  private void clinical(Line line, Map<String, Object> row) {
    List<List<Object>> known = new ArrayList<>();
    int no = 0;
    int unknown = 0;
    for (String attribute : attributes) {
      if (!line.has(attribute)) {
        unknown++;
      } else if (line.is(attribute, "0")) {
        no++;
      } else {
        known.add(List.of(attribute, line.shown(attribute)));
      }
    }
    row.put("known", known);
    row.put("no", no);
    row.put("unknown", unknown);
  }
}
