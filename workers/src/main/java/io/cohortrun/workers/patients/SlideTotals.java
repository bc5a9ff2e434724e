package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.PatientIds;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the slides of each patient add up to, in a run's {@code features.parquet}. */
public final class SlideTotals {

  private static final String SLIDE = "slide_id";

  /** Sums of one patient. */
  record Totals(int slides, long tiles, long validPixels) {

    static final Totals NONE = new Totals(0, 0, 0);

    Totals plus(long moreTiles, long pixels) {
      return new Totals(slides + 1, tiles + moreTiles, validPixels + pixels);
    }
  }

  private final Map<String, Totals> of = new HashMap<>();

  private SlideTotals() {}

  /** Rows of these slides alone. */
  public static NamedTable only(NamedTable features, Set<String> slides) {
    int slide = features.table().names().indexOf(SLIDE);
    return new NamedTable(
        features.name(),
        new TextTable(
            features.table().names(),
            features.table().rows().stream()
                .filter(row -> slides.contains(row.cells().get(slide)))
                .toList()));
  }

  /** Adds up: numbers of a slide stand in the rows of all of its channels. */
  public static SlideTotals of(NamedTable features) {
    SlideTotals totals = new SlideTotals();
    List<String> names = features.table().names();
    Set<String> seen = new HashSet<>();
    for (TextTable.Row row : features.table().rows()) {
      List<String> cells = row.cells();
      if (seen.add(cells.get(names.indexOf(SLIDE)))) {
        totals.of.merge(
            PatientIds.patient(cells.get(names.indexOf("patient_id"))),
            Totals.NONE.plus(
                whole(cells, names.indexOf("tiles")), whole(cells, names.indexOf("valid_pixels"))),
            (a, b) -> a.plus(b.tiles(), b.validPixels()));
      }
    }
    return totals;
  }

  private static long whole(List<String> cells, int column) {
    return column >= 0 && Cells.isNumber(cells.get(column))
        ? Math.round(Double.parseDouble(cells.get(column)))
        : 0;
  }

  Totals of(String patient) {
    return of.getOrDefault(patient, Totals.NONE);
  }

  /** Pixels that count in a patient's slides. */
  public long validPixels(String patient) {
    return of(patient).validPixels();
  }
}
