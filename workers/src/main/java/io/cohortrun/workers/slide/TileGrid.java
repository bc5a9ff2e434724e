package io.cohortrun.workers.slide;

import java.util.List;

/**
 * The tiles of one slide, in row-major order (y outer), with the geometry that made them.
 *
 * @param mpp micrometres per level-0 pixel
 * @param targetMpp of the bundle
 * @param tilePx T, pixels of a tile at targetMpp
 * @param level level that tiles are read from
 * @param readPx side of the region read from that level before resizing to T
 * @param stride S in level-0 pixels, not rounded: T * targetMpp / mpp, or T * downsample of the
 *     level where its pixels are taken as they are (readPx = T); tile (c, r) starts at (round(c S),
 *     round(r S)) from the corner of the scanned area
 * @param columns of the whole grid
 * @param rows of the whole grid
 * @param tiles kept tiles only
 */
public record TileGrid(
    double mpp,
    double targetMpp,
    int tilePx,
    int level,
    int readPx,
    double stride,
    int columns,
    int rows,
    List<Tile> tiles) {

  /**
   * One kept tile.
   *
   * @param column in the grid
   * @param row in the grid
   * @param x left edge, level-0 pixels
   * @param y top edge, level-0 pixels
   * @param tissue share of tissue, 0..1
   */
  public record Tile(int column, int row, long x, long y, double tissue) {}
}
