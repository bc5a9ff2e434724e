package io.cohortrun.workers.slide;

import java.util.Arrays;
import java.util.List;

/**
 * Collects the thumbnail: each of its pixels is the mean of the level's pixels that fall on it,
 * composited on the background.
 */
final class Overview implements LevelSink {

  private final LevelWindow window;
  private final int background;
  private final int width;
  private final int height;
  private final long[] sums;
  private final long[] covered;
  private final long[] counts;

  /** First pixel of each column of bins, and the window's width at the end. */
  private final int[] starts;

  Overview(LevelWindow window, int background) {
    this.window = window;
    this.background = background;
    double shrink =
        Math.max(1, Math.max(window.width(), window.height()) / (double) Thumbnail.SIDE);
    this.width = Math.max(1, (int) ReadPlan.round(window.width() / shrink));
    this.height = Math.max(1, (int) ReadPlan.round(window.height() / shrink));
    this.sums = new long[3 * width * height];
    this.covered = new long[width * height];
    this.counts = new long[width * height];
    this.starts = new int[width + 1];
    Arrays.setAll(starts, b -> (int) Math.ceilDiv((long) b * window.width(), (long) width));
  }

  /** The coarsest level that is at least as large as a thumbnail. */
  static LevelWindow window(SlideInfo info) {
    List<SlideInfo.Level> levels = info.levels();
    double longest = Math.max(info.bounds().width(), info.bounds().height());
    int best = 0;
    for (int i = 1; i < levels.size(); i++) {
      double downsample = levels.get(i).downsample();
      if (longest / downsample >= Thumbnail.SIDE && downsample > levels.get(best).downsample()) {
        best = i;
      }
    }
    return LevelWindow.ofBounds(info, best);
  }

  @Override
  public void block(int x, int y, int w, int h, int[] argb) {
    for (int r = 0; r < h; r++) {
      int row = (int) ((long) (y + r) * height / window.height()) * width;
      int offset = r * w - x;
      for (int from = x; from < x + w; ) {
        int column = (int) ((long) from * width / window.width());
        int to = Math.min(x + w, starts[column + 1]);
        add(argb, offset + from, offset + to, row + column);
        from = to;
      }
    }
  }

  private void add(int[] argb, int from, int to, int bin) {
    long red = 0;
    long green = 0;
    long blue = 0;
    long alpha = 0;
    for (int i = from; i < to; i++) {
      int pixel = Compositing.over(argb[i], background);
      red += pixel >> 16;
      green += pixel >> 8 & 0xFF;
      blue += pixel & 0xFF;
      alpha += argb[i] >>> 24;
    }
    sums[3 * bin] += red;
    sums[3 * bin + 1] += green;
    sums[3 * bin + 2] += blue;
    covered[bin] += alpha;
    counts[bin] += to - from;
  }

  Thumbnail finish() {
    int[] rgb = new int[width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = mean(i, 0) << 16 | mean(i, 1) << 8 | mean(i, 2);
    }
    return new Thumbnail(
        window.x(),
        window.y(),
        window.width() * window.downsample() / width,
        window.height() * window.downsample() / height,
        width,
        height,
        rgb);
  }

  private int mean(int bin, int channel) {
    return (int) ((2 * sums[3 * bin + channel] + counts[bin]) / (2 * counts[bin]));
  }

  /**
   * Whether the picture is dark with light spots, as fluorescence is: of its scanned pixels more
   * than half are dark (all channels below 64) and fewer than a tenth light (all at least 128).
   */
  boolean darkfield() {
    int scanned = 0;
    int dark = 0;
    int light = 0;
    for (int i = 0; i < counts.length; i++) {
      if (2 * covered[i] < 255 * counts[i]) {
        continue;
      }
      scanned++;
      int most = Math.max(mean(i, 0), Math.max(mean(i, 1), mean(i, 2)));
      int least = Math.min(mean(i, 0), Math.min(mean(i, 1), mean(i, 2)));
      dark += most < 64 ? 1 : 0;
      light += least >= 128 ? 1 : 0;
    }
    return 2 * dark > scanned && 10 * light < scanned;
  }
}
