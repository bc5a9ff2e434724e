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
  private final int marginPx;

  /**
   * For the tiles of one grid.
   *
   * @param marginPx read around each tile, in pixels of a tile
   */
  public TileSource(
      SlideReader reader, TileGrid grid, TissueMask mask, SlideSettings settings, int marginPx) {
    this.reader = reader;
    this.grid = grid;
    this.mask = mask;
    this.tissueOnly = settings.validPixels().equals("tissue");
    this.marginPx = marginPx;
  }

  /**
   * Reads one tile.
   *
   * @param index in {@link TileGrid#tiles}
   * @throws SlideFailure Unreadable where this tile or its margin does not decode; else what the
   *     reader throws
   */
  public TilePixels read(int index) throws SlideFailure {
    TileGrid.Tile tile = grid.tiles().get(index);
    int t = grid.tilePx();
    int extended = t + 2 * marginPx;
    int side = Math.toIntExact(ReadPlan.round((double) grid.readPx() * extended / t));
    ReadPlan.requireReadable(side, grid.targetMpp());
    long before = ReadPlan.round(marginPx * grid.stride() / t);
    int[] argb = new int[side * side];
    reader.read(grid.level(), tile.x() - before, tile.y() - before, side, side, argb);
    byte[] read = new byte[3 * argb.length];
    double transparent = Compositing.toRgb(argb, argb.length, reader.info().background(), read);
    byte[] rgb = Resample.square(read, side, extended);
    if (marginPx == 0) {
      TileQc qc = TileQuality.of(rgb, t, transparent);
      return new TilePixels(index, rgb, valid(tile), qc, TileQuality.rejection(qc));
    }
    TileQc qc = TileQuality.of(inner(rgb, extended), t, transparent(argb, side));
    return new TilePixels(index, rgb, valid(tile), qc, TileQuality.rejection(qc));
  }

  /** The tile without its margin. */
  private byte[] inner(byte[] rgb, int extended) {
    int t = grid.tilePx();
    byte[] inner = new byte[3 * t * t];
    for (int y = 0; y < t; y++) {
      int from = 3 * ((y + marginPx) * extended + marginPx);
      System.arraycopy(rgb, from, inner, 3 * t * y, 3 * t);
    }
    return inner;
  }

  /** Transparent share of the tile without its margin. */
  private double transparent(int[] argb, int side) {
    int inner = grid.readPx();
    int margin = (side - inner) / 2;
    int[] pixels = new int[inner * inner];
    for (int y = 0; y < inner; y++) {
      System.arraycopy(argb, (y + margin) * side + margin, pixels, y * inner, inner);
    }
    byte[] ignored = new byte[3 * pixels.length];
    return Compositing.toRgb(pixels, pixels.length, reader.info().background(), ignored);
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
