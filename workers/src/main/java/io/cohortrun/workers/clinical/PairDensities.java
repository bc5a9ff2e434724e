package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.stats.screen.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code features_pairs.parquet} of a run, summed up by patient from pixel counts. */
public final class PairDensities {

  private record Channels(String a, String b) {}

  private PairDensities() {}

  /**
   * Reads pairs, row by row: a large cohort has millions.
   *
   * @param patients whose densities are wanted, as {@link FeatureTable} writes them
   * @return in the order of the file
   */
  public static List<Pair> read(Path file, List<String> patients) throws IOException {
    Map<String, Integer> index = PatientRecords.index(patients);
    Map<Channels, long[][]> sums = new LinkedHashMap<>();
    ParquetTable.read(
        file,
        row -> {
          Integer patient = index.get(PatientIds.patient(row.getString("patient_id")));
          if (patient != null) {
            long[][] both =
                sums.computeIfAbsent(
                    new Channels(row.getString("channel_a"), row.getString("channel_b")),
                    c -> new long[2][patients.size()]);
            both[0][patient] += row.getLong("either_pixels");
            both[1][patient] += row.getLong("valid_pixels");
          }
        });
    return sums.entrySet().stream()
        .map(
            of -> {
              double[] density = new double[patients.size()];
              // no valid pixel: 0 / 0, which is unknown
              Arrays.setAll(density, p -> (double) of.getValue()[0][p] / of.getValue()[1][p]);
              return new Pair(of.getKey().a(), of.getKey().b(), density);
            })
        .toList();
  }
}
