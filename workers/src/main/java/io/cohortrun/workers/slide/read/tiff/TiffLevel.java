package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.Arrays;

/** One level of a pyramid: decodes single tiles to premultiplied ARGB. Thread-safe. */
final class TiffLevel {

  private static final int BIG = 2 << 20;

  private final TiffFile file;
  private final TiffLayout layout;
  private final TileCodec codec;

  TiffLevel(TiffFile file, TiffLayout layout) throws SlideFailure {
    this.file = file;
    this.layout = layout;
    this.codec = TileCodecs.of(layout);
  }

  TiffLayout layout() {
    return layout;
  }

  /**
   * Decodes a tile.
   *
   * @return tileWidth * tileHeight pixels; 0 where nothing is stored
   * @throws SlideFailure Unreadable
   */
  int[] tile(int column, int row) throws SlideFailure {
    if ((long) layout.tileWidth() * layout.tileHeight() <= BIG) {
      return decode(column, row);
    }
    synchronized (this) { // one big block at a time, else a few threads would exhaust the heap
      return decode(column, row);
    }
  }

  private int[] decode(int column, int row) throws SlideFailure {
    int index = Math.toIntExact(row * layout.columns() + column);
    int rows = layout.storedRows(row);
    int[] argb = new int[layout.tileWidth() * layout.tileHeight()];
    try {
      if (!layout.planar()) {
        if (layout.counts()[index] > 0) {
          byte[] samples = codec.decode(stored(index), layout.tileWidth(), rows, layout.samples());
          interleaved(samples, argb, layout.tileWidth() * rows);
        }
        return argb;
      }
      int planeTiles = Math.toIntExact(layout.columns() * layout.rows());
      Arrays.fill(argb, 0, layout.tileWidth() * rows, 0xFF000000);
      for (int plane = 0; plane < 3; plane++) {
        byte[] samples =
            codec.decode(stored(index + plane * planeTiles), layout.tileWidth(), rows, 1);
        int shift = 16 - 8 * plane;
        for (int i = 0; i < layout.tileWidth() * rows; i++) {
          argb[i] |= (samples[i] & 0xFF) << shift;
        }
      }
      return argb;
    } catch (IOException e) {
      throw new SlideFailure(
          Outcome.Unreadable,
          ("The pixels of tile (%d, %d) do not decode (%s)" + TiffFile.AGAIN)
              .formatted(column, row, e.getMessage()),
          e);
    }
  }

  private byte[] stored(int index) throws IOException, SlideFailure {
    return file.bytes(layout.offsets()[index], (int) layout.counts()[index]);
  }

  private void interleaved(byte[] samples, int[] argb, int pixels) {
    int step = layout.samples();
    for (int i = 0, at = 0; i < pixels; i++, at += step) {
      int red = samples[at] & 0xFF;
      int green = samples[at + 1] & 0xFF;
      int blue = samples[at + 2] & 0xFF;
      int alpha = step == 4 ? samples[at + 3] & 0xFF : 0xFF;
      if (layout.alpha() == 2) {
        red = (red * alpha + 127) / 255;
        green = (green * alpha + 127) / 255;
        blue = (blue * alpha + 127) / 255;
      }
      argb[i] = alpha << 24 | red << 16 | green << 8 | blue;
    }
  }
}
