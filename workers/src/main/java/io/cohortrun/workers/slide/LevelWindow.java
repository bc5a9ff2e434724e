package io.cohortrun.workers.slide;

/**
 * A part of one level.
 *
 * @param level index
 * @param downsample of that level
 * @param x level-0 pixels of the left edge
 * @param y level-0 pixels of the top edge
 * @param width pixels of that level
 * @param height pixels of that level
 */
record LevelWindow(int level, double downsample, long x, long y, int width, int height) {

  /** The scanned area as a level shows it. */
  static LevelWindow ofBounds(SlideInfo info, int level) {
    double downsample = info.levels().get(level).downsample();
    SlideInfo.Rect bounds = info.bounds();
    return new LevelWindow(
        level,
        downsample,
        bounds.x(),
        bounds.y(),
        (int) Math.max(1, ReadPlan.round(bounds.width() / downsample)),
        (int) Math.max(1, ReadPlan.round(bounds.height() / downsample)));
  }

  /** A whole level. */
  static LevelWindow ofLevel(SlideInfo info, int level) {
    SlideInfo.Level of = info.levels().get(level);
    return new LevelWindow(
        level, of.downsample(), 0, 0, Math.toIntExact(of.width()), Math.toIntExact(of.height()));
  }

  /** Level-0 x of a column of this window. */
  long x0(int column) {
    return x + ReadPlan.round(column * downsample);
  }

  /** Level-0 y of a row of this window. */
  long y0(int row) {
    return y + ReadPlan.round(row * downsample);
  }

  long pixels() {
    return (long) width * height;
  }
}
