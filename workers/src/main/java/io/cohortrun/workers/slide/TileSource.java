package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.SlideSettings;
import java.util.Arrays;

/**
 * Turns grid tiles into model input: reads, composites on the background, resizes, measures, and
 * marks valid pixels. Reads may come from several threads at once.
 */
public final class TileSource {

  private final SlideReader reader;
  private final TileGrid grid;
  private final TissueMask mask;
  private final boolean tissueOnly;

  public TileSource(SlideReader reader, TileGrid grid, TissueMask mask, SlideSettings settings) {
    this.reader = reader;
    this.grid = grid;
    this.mask = mask;
    this.tissueOnly = settings.validPixels().equals("tissue");
  }

  /**
   * Reads one tile.
   *
   * @param index in {@link TileGrid#tiles}
   * @throws SlideFailure Unreadable where this tile does not decode; else what the reader throws
   */
  public TilePixels read(int index) throws SlideFailure {
    TileGrid.Tile tile = grid.tiles().get(index);
    int side = grid.readPx();
    int[] argb = new int[side * side];
    reader.read(grid.level(), tile.x(), tile.y(), side, side, argb);
    byte[] read = new byte[3 * argb.length];
    double transparent = Compositing.toRgb(argb, argb.length, reader.info().background(), read);
    byte[] rgb = Resample.square(read, side, grid.tilePx());
    TileQc qc = TileQuality.of(rgb, grid.tilePx(), transparent);
    return new TilePixels(index, rgb, valid(tile), qc, TileQuality.rejection(qc));
  }

  /** Pixel (u, v) of a tile is valid where its centre lies on a tissue cell. */
  private byte[] valid(TileGrid.Tile tile) {
    int t = grid.tilePx();
    byte[] valid = new byte[t * t];
    if (!tissueOnly) {
      Arrays.fill(valid, (byte) 1);
      return valid;
    }
    double step = grid.stride() / t;
    double[] xs = new double[t];
    Arrays.setAll(xs, u -> tile.x() + (u + 0.5) * step);
    for (int v = 0, i = 0; v < t; v++) {
      double y = tile.y() + (v + 0.5) * step;
      for (int u = 0; u < t; u++, i++) {
        valid[i] = mask.at(xs[u], y) ? (byte) 1 : 0;
      }
    }
    return valid;
  }
}
