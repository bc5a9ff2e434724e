package io.cohortrun.workers.report;

import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A slide of which only a part was scanned, as MIRAX has them, with one block of stained tissue.
 */
final class ScannedPart implements SlideReader {

  static final SlideInfo.Rect BOUNDS = new SlideInfo.Rect(800, 600, 2000, 1500);
  static final SlideInfo.Rect TISSUE = new SlideInfo.Rect(1440, 920, 960, 640);

  private static final int DOWNSAMPLE = 2;

  @Override
  public SlideInfo info() {
    return new SlideInfo(
        "painted",
        "1",
        "mirax",
        List.of(new SlideInfo.Level(4000, 3000, 1), new SlideInfo.Level(2000, 1500, DOWNSAMPLE)),
        0xFFFFFF,
        new SlideInfo.Resolution("0.5", "0.5", null, null, null, null, null),
        3,
        8,
        BOUNDS,
        new TreeMap<>());
  }

  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb) {
    int step = level == 0 ? 1 : DOWNSAMPLE;
    Random noise = new Random(x * 31 + y);
    for (int j = 0, i = 0; j < height; j++) {
      for (int c = 0; c < width; c++, i++) {
        long px = x + (long) c * step;
        long py = y + (long) j * step;
        int rgb = holds(TISSUE, px, py) ? 0x9050A0 + (noise.nextInt(32) << 8) : 0xF4F2F5;
        argb[i] = holds(BOUNDS, px, py) ? 0xFF000000 | rgb : 0;
      }
    }
  }

  private static boolean holds(SlideInfo.Rect r, long x, long y) {
    return x >= r.x() && y >= r.y() && x < r.x() + r.width() && y < r.y() + r.height();
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
