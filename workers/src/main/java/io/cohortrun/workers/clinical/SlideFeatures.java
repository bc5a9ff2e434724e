package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.screen.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code features.parquet} of a run, summed up by patient: densities from counts, other
 * features as means weighted by valid pixels, so that larger slides weigh more.
 */
final class SlideFeatures {

  private static final List<String> MEANS =
      List.of("mean_probability", "entropy", "snr", "sharpness", "morans_i", "contrast");

  private final ClinicalSource source;
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final Map<String, Map<String, double[][]>> sums = new LinkedHashMap<>();

  private SlideFeatures(ClinicalSource source) {
    this.source = source;
  }

  /**
   * Whether a kind is told of patients and not tested: nearly a density, or a variance times what
   * Moran's I leaves of one.
   */
  static boolean isOnlyTold(String kind) {
    return kind.equals("mean_probability") || kind.equals("contrast");
  }

  static boolean areIn(TextTable table) {
    return table.names().containsAll(List.of("channel", "valid_pixels", "positive_pixels"));
  }

  /**
   * Sums up.
   *
   * @throws BadTable a cell holds no number
   */
  static FeatureTable of(ClinicalSource source, JoinReport report) throws BadTable {
    SlideFeatures sums = new SlideFeatures(source);
    List<TextTable.Row> rows = source.table().rows();
    for (TextTable.Row row : rows) {
      String patient = source.patient(row);
      if (!patient.isEmpty()) {
        sums.index.putIfAbsent(patient, sums.index.size());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      if (source.patient(rows.get(r)).isEmpty()) {
        report.add(Reason.NoPatientId, source.name(), "", r + 1);
      } else {
        sums.add(rows.get(r), r + 1);
      }
    }
    return sums.table();
  }

  private void add(TextTable.Row row, int number) throws BadTable {
    int patient = index.get(source.patient(row));
    String channel = cell(row, "channel");
    double valid = number(row, "valid_pixels", number);
    put(Feature.DENSITY, channel, patient, number(row, "positive_pixels", number), valid);
    for (String mean : MEANS) {
      if (source.table().names().contains(mean) && !Cells.isMissing(cell(row, mean))) {
        put(mean, channel, patient, valid * number(row, mean, number), valid);
      }
    }
  }

  private void put(String kind, String channel, int patient, double sum, double weight) {
    double[][] both =
        sums.computeIfAbsent(kind, k -> new LinkedHashMap<>())
            .computeIfAbsent(channel, c -> new double[2][index.size()]);
    both[0][patient] += sum;
    both[1][patient] += weight;
  }

  private FeatureTable table() {
    List<Feature> features = new ArrayList<>();
    sums.forEach(
        (kind, channels) ->
            channels.forEach(
                (channel, both) -> {
                  double[] values = new double[index.size()];
                  // no valid pixel: 0 / 0, which is unknown
                  Arrays.setAll(values, p -> both[0][p] / both[1][p]);
                  features.add(new Feature(channel, kind, values));
                }));
    List<String> patients = List.copyOf(index.keySet());
    return new FeatureTable(source.name(), patients, source.firstRows(patients), features);
  }

  private String cell(TextTable.Row row, String column) {
    return row.cells().get(source.table().names().indexOf(column));
  }

  private double number(TextTable.Row row, String column, int number) throws BadTable {
    String cell = cell(row, column);
    if (!Cells.isNumber(cell)) {
      throw new BadTable(
          Code.BadValue,
          "row %d, column %s: '%s' is not a number; is this the table of a run?"
              .formatted(number, column, cell));
    }
    return Double.parseDouble(cell);
  }
}
