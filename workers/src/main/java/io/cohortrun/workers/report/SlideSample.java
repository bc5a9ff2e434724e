package io.cohortrun.workers.report;

/**
 * Which slides of a cohort stand in the gallery and which have their pictures and maps in the
 * report, drawn evenly from the manifest. Every slide with maps is in the gallery.
 *
 * @param rows of the manifest
 */
record SlideSample(int rows) {

  /** A small picture costs 2 to 3 KB. */
  private static final int MOST_IN_GALLERY = 400;

  private static final int MOST_WITH_MAPS = 100;

  /** Pictures and maps of all slides together, in bytes of the report. */
  private static final long MOST_BYTES = 28_000_000;

  boolean inGallery(int row) {
    return row % every() == 0;
  }

  boolean withMaps(int row) {
    return inGallery(row) && row / every() % Math.ceilDiv(gallery(), MOST_WITH_MAPS) == 0;
  }

  /** Slides that have maps, those without a result included. */
  int withMaps() {
    return Math.ceilDiv(gallery(), Math.ceilDiv(gallery(), MOST_WITH_MAPS));
  }

  /** What one slide may weigh. */
  long bytesEach() {
    return MOST_BYTES / Math.max(1, withMaps());
  }

  private int gallery() {
    return Math.max(1, Math.ceilDiv(rows, every()));
  }

  private int every() {
    return Math.max(1, Math.ceilDiv(rows, MOST_IN_GALLERY));
  }
}
