package io.cohortrun.workers.slide;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A slide without a file, painted by the same arithmetic as painted.py: an in-memory reader for the
 * tests of the geometry.
 */
class PaintedSlide implements SlideReader {

  static final int WIDTH = 6000;
  static final int HEIGHT = 4000;
  static final SlideInfo.Rect SCANNED = new SlideInfo.Rect(640, 320, 4800, 3200);
  static final SlideInfo.Resolution SILENT =
      new SlideInfo.Resolution(null, null, null, null, null, null, null);

  private final SlideInfo info;

  PaintedSlide(List<Double> downsamples, SlideInfo.Rect bounds, int background) {
    this(downsamples, bounds, background, SILENT);
  }

  PaintedSlide(
      List<Double> downsamples,
      SlideInfo.Rect bounds,
      int background,
      SlideInfo.Resolution resolution) {
    List<SlideInfo.Level> levels = new ArrayList<>();
    for (double d : downsamples) {
      levels.add(
          new SlideInfo.Level((long) Math.floor(WIDTH / d), (long) Math.floor(HEIGHT / d), d));
    }
    this.info =
        new SlideInfo(
            "painted",
            "1",
            "test",
            List.copyOf(levels),
            background,
            resolution,
            3,
            8,
            bounds,
            new TreeMap<>());
  }

  @Override
  public SlideInfo info() {
    return info;
  }

  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb)
      throws SlideFailure {
    SlideInfo.Level of = info.levels().get(level);
    long left = ReadPlan.round(x / of.downsample());
    long top = ReadPlan.round(y / of.downsample());
    for (int j = 0, i = 0; j < height; j++) {
      for (int c = 0; c < width; c++, i++) {
        long column = left + c;
        long row = top + j;
        boolean inside = column >= 0 && row >= 0 && column < of.width() && row < of.height();
        argb[i] =
            inside
                ? pixel(
                    (int) Math.floor(column * of.downsample()),
                    (int) Math.floor(row * of.downsample()))
                : 0;
      }
    }
  }

  @Override
  public void close() {}

  /** Later paint covers earlier. */
  private static int pixel(int x, int y) {
    if (x < SCANNED.x()
        || y < SCANNED.y()
        || x >= SCANNED.x() + SCANNED.width()
        || y >= SCANNED.y() + SCANNED.height()) {
      return 0;
    }
    int n = (int) ((x * 7919L + y * 104729L + (long) x * y % 251) % 13);
    if (x > 4300 && x < 4500 && y > 1200 && y < 3000) {
      return paint(n, 35, 35, 38, 9);
    }
    if (x > 2900 && x < 3080 && y > 400 && y < 1900) {
      return paint(n, 40, 150, 110, 9);
    }
    if (y > 2900 && y < 3150 && x > 900 && x < 2600) {
      return paint(n, 200, 20, 30, 9);
    }
    if (disc(x, y, 4700, 900, 90)) {
      return paint(n, 190, 110, 165, 9);
    }
    if (disc(x, y, 3600, 2400, 620)) {
      return (x / 40 + y / 40) % 3 == 0 ? paint(n, 222, 180, 205, 7) : paint(n, 150, 90, 160, 11);
    }
    if (disc(x, y, 2300, 1300, 250)) {
      return paint(n, 241, 239, 242, 4);
    }
    if (disc(x, y, 1800, 1500, 90)) {
      return paint(n, 240, 238, 241, 5);
    }
    if (disc(x, y, 1800, 1500, 900)) {
      return paint(n, 200, 120, 170, 13);
    }
    return 0xFF000000 | (240 + n % 5) << 16 | (238 + n % 5) << 8 | (241 + n % 5);
  }

  private static boolean disc(int x, int y, int centreX, int centreY, int radius) {
    return (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY) < radius * radius;
  }

  private static int paint(int n, int red, int green, int blue, int spread) {
    return 0xFF000000
        | (red + n % spread) << 16
        | (green + n * 2 % spread) << 8
        | (blue + n * 3 % spread);
  }
}
