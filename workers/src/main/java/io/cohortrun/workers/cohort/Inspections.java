package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.Outcome;
import java.util.List;

/** Inspections of rows whose slide was not looked at, or not to the end. */
final class Inspections {

  private Inspections() {}

  /** Nothing is known of the row. */
  static SlideInspection nothing(int row) {
    return ended(row, null, "");
  }

  /** The same of another row with the same slide. */
  static SlideInspection ofRow(SlideInspection i, int row) {
    return new SlideInspection(
        row,
        i.outcome(),
        i.message(),
        i.contentDigest(),
        i.bytes(),
        i.reader(),
        i.mpp(),
        i.mppSource(),
        i.width(),
        i.height(),
        i.columns(),
        i.rows(),
        i.tiles(),
        i.slideKey(),
        i.warnings());
  }

  /** The row ended before its file was read. */
  static SlideInspection ended(int row, Outcome outcome, String message) {
    return new SlideInspection(
        row, outcome, message, "", 0, "", Double.NaN, "", 0, 0, 0, 0, 0, "", List.of());
  }
}
