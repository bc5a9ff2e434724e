package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;

/** Tries whether level 0 decodes at all, before anything else is asked of a slide. */
final class SampleTiles {

  private static final int SIDE = 256;

  /** Centre first, then the centres of the quarters, in eighths of the scanned area. */
  private static final int[][] EIGHTHS = {{4, 4}, {2, 2}, {6, 2}, {2, 6}, {6, 6}};

  private SampleTiles() {}

  /**
   * Reads up to five places of level 0 until one decodes.
   *
   * @throws SlideFailure Unreadable where none does; at once what is no fault of a single tile
   */
  static void requireOne(SlideReader reader) throws SlideFailure {
    SlideInfo.Rect bounds = reader.info().bounds();
    int width = Math.clamp(bounds.width(), 1, SIDE);
    int height = Math.clamp(bounds.height(), 1, SIDE);
    int[] argb = new int[width * height];
    SlideFailure last = null;
    for (int[] at : EIGHTHS) {
      try {
        long x = bounds.x() + bounds.width() * at[0] / 8 - width / 2;
        long y = bounds.y() + bounds.height() * at[1] / 8 - height / 2;
        reader.read(0, x, y, width, height, argb);
        return;
      } catch (SlideFailure e) {
        if (e.code() != Outcome.Unreadable) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }
}
