package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.List;

/**
 * Profile {@code gigatime}, for reproduction only: level min(2, levels - 1) whole, saturation above
 * 20 or grey at most Otsu's threshold, opened 3 x 3, closed 5 x 5, in OpenCV's arithmetic.
 */
final class GigatimeMask implements MaskSink {

  static final String ID = "gigatime/1";

  /** One byte per pixel is held, since the threshold is known only at the end. */
  private static final long MOST_PIXELS = 1L << 27;

  private final LevelWindow window;
  private final int background;
  private final double mpp;
  private final byte[] grey;
  private final long[] histogram = new long[256];

  /**
   * Prepares the collection.
   *
   * @throws SlideFailure TooLarge where the level has more than 2^27 pixels
   */
  GigatimeMask(SlideInfo info, double mpp) throws SlideFailure {
    int level = Math.min(2, info.levels().size() - 1);
    SlideInfo.Level of = info.levels().get(level);
    if (of.width() * (double) of.height() > MOST_PIXELS) {
      throw new SlideFailure(
          Outcome.TooLarge,
          ("mask profile gigatime reads level %d whole, which has %d x %d pixels here: use mask profile"
                  + " default, or convert the file to a pyramid")
              .formatted(level, of.width(), of.height()));
    }
    this.window = LevelWindow.ofLevel(info, level);
    this.background = info.background();
    this.mpp = mpp;
    this.grey = new byte[(int) window.pixels()];
  }

  @Override
  public LevelWindow window() {
    return window;
  }

  @Override
  public int[] columnEdges() {
    return LevelScan.anywhere(window.width());
  }

  @Override
  public int[] rowEdges() {
    return LevelScan.anywhere(window.height());
  }

  @Override
  public void block(int x, int y, int width, int height, int[] argb) {
    for (int r = 0, i = 0; r < height; r++) {
      int o = (y + r) * window.width() + x;
      for (int c = 0; c < width; c++, i++, o++) {
        int pixel = Compositing.over(argb[i], background);
        int red = pixel >> 16;
        int green = pixel >> 8 & 0xFF;
        int blue = pixel & 0xFF;
        int value = Luma.of(red, green, blue);
        histogram[value]++;
        // 0 is at most any threshold: a saturated pixel needs no plane of its own.
        grey[o] = Luma.saturated(red, green, blue) ? 0 : (byte) value;
      }
    }
  }

  @Override
  public TissueMask finish() {
    int threshold = Otsu.threshold(histogram);
    BitPlane plane = new BitPlane(window.width(), window.height());
    for (int y = 0, i = 0; y < plane.height; y++) {
      for (int x = 0; x < plane.width; x++, i++) {
        if ((grey[i] & 0xFF) <= threshold) {
          plane.set(x, y);
        }
      }
    }
    double cell = window.downsample();
    return new TissueMask(ID, mpp * cell, cell, 0, 0, plane.open(1).close(2));
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }
}
