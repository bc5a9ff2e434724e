package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.signature.SignatureData;
import io.cohortrun.workflows.stats.survival.FollowUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Patients of a run's {@code patients.csv} that a signature of another run is applied to.
 *
 * @param followUp in the table's unit; strata are types by number, first those that were given
 * @param x [n][channels] log-odds of densities
 * @param leftOut patients whose follow-up or densities are unknown
 */
public record SignaturePatients(FollowUp followUp, double[][] x, int leftOut) {

  private static final String TYPE = "type";
  private static final String PIXELS = "valid_pixels";

  /**
   * Picks columns.
   *
   * @param endpoint such as OS
   * @param channels of the covariates, in order
   * @param types numbered 0..K-1; others get the numbers from K on
   * @throws BadTable a column is not there, or a cell holds something else
   */
  public static SignaturePatients of(
      TextTable patients, String endpoint, List<String> channels, List<String> types)
      throws BadTable {
    Columns table = new Columns(patients);
    String time = endpoint + "_time";
    String event = endpoint + "_event";
    String entry = endpoint + "_entry";
    List<String> densities = channels.stream().map(c -> c + "_density").toList();
    List<String> needed = new ArrayList<>(List.of(PIXELS, time, event));
    needed.addAll(densities);
    if (patients.names().contains(entry)) {
      needed.add(entry);
    }
    table.require(needed);
    table.require(List.of(TYPE)); // which nobody need know
    int[] rows = table.complete(needed, table.all());
    double[] start = new double[rows.length];
    Arrays.fill(start, Double.NEGATIVE_INFINITY);
    double[] end = new double[rows.length];
    boolean[] events = new boolean[rows.length];
    double[][] x = new double[rows.length][channels.size()];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      start[i] = needed.contains(entry) ? table.number(entry, row) : start[i];
      end[i] = table.number(time, row);
      events[i] = table.number(event, row) == 1;
      long pixels = Math.round(table.number(PIXELS, row));
      for (int j = 0; j < x[i].length; j++) {
        long positives = Math.round(table.number(densities.get(j), row) * pixels);
        x[i][j] = SignatureData.logOdds(positives, pixels);
      }
    }
    List<String> all = new ArrayList<>(types);
    table.levels(TYPE, rows).stream().filter(t -> !types.contains(t)).forEach(all::add);
    return new SignaturePatients(
        new FollowUp(start, end, events, table.codes(TYPE, rows, all)),
        x,
        table.rows() - rows.length);
  }
}
