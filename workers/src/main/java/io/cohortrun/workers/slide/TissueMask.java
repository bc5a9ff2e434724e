package io.cohortrun.workers.slide;

import java.io.IOException;

/**
 * Where a slide has tissue: an immutable plane of square cells. Cell (i, j) covers the level-0
 * rectangle from (x + i * cell, y + j * cell) to (x + (i + 1) * cell, y + (j + 1) * cell).
 */
public final class TissueMask {

  private final String profile;
  private final double mpp;
  private final double cell;
  private final long x;
  private final long y;
  private final BitPlane plane;

  /** Takes ownership of {@code plane}. */
  TissueMask(String profile, double mpp, double cell, long x, long y, BitPlane plane) {
    this.profile = profile;
    this.mpp = mpp;
    this.cell = cell;
    this.x = x;
    this.y = y;
    this.plane = plane;
  }

  /** Profile and its version, as in {@code default/1}. */
  public String profile() {
    return profile;
  }

  /** Micrometres per cell. */
  public double mpp() {
    return mpp;
  }

  /** Level-0 pixels per cell, not an integer in general. */
  public double cell() {
    return cell;
  }

  /** Level-0 x of the first column. */
  public long x() {
    return x;
  }

  /** Level-0 y of the first row. */
  public long y() {
    return y;
  }

  /** Columns of cells. */
  public int width() {
    return plane.width;
  }

  /** Rows of cells. */
  public int height() {
    return plane.height;
  }

  /** Whether a cell is tissue. */
  public boolean get(int column, int row) {
    return plane.get(column, row);
  }

  /** Whether the cell under a level-0 point is tissue; false outside the mask. */
  public boolean at(double px, double py) {
    double column = Math.floor((px - x) / cell);
    double row = Math.floor((py - y) / cell);
    return column >= 0
        && row >= 0
        && column < plane.width
        && row < plane.height
        && plane.get((int) column, (int) row);
  }

  /** Tissue cells. */
  public long cells() {
    return plane.count(0, 0, plane.width, plane.height);
  }

  /** Tissue area in square millimetres. */
  public double squareMillimetres() {
    return cells() * mpp * mpp / 1e6;
  }

  /**
   * Share of tissue in a level-0 rectangle: the mean over the cells whose centres lie in it, which
   * are columns floor((left - x) / cell + 0.5) up to, not including, floor((left + width - x) /
   * cell + 0.5), and rows alike; the one cell under its centre where a rectangle is too small to
   * hold a centre. Cells outside the mask do not count.
   *
   * @return 0..1; 0 where the rectangle meets no cell
   */
  public double fraction(long left, long top, double width, double height) {
    int[] columns = span((double) (left - x), width, plane.width);
    int[] rows = span((double) (top - y), height, plane.height);
    long all = (long) (columns[1] - columns[0]) * (rows[1] - rows[0]);
    return all == 0 ? 0 : plane.count(columns[0], rows[0], columns[1], rows[1]) / (double) all;
  }

  private int[] span(double start, double length, int size) {
    double from = Math.floor(start / cell + 0.5);
    double to = Math.floor((start + length) / cell + 0.5);
    if (to <= from) {
      from = Math.floor((start + length / 2) / cell);
      to = from + 1;
    }
    int first = (int) Math.clamp(from, 0, size);
    return new int[] {first, (int) Math.clamp(to, first, size)};
  }

  /** One-bit greyscale PNG, tissue white, with profile and geometry in text chunks. */
  public byte[] toPng() {
    return MaskPng.write(this);
  }

  /**
   * Where the picture of {@link #toPng} lies; its pixels are not decoded.
   *
   * @throws IOException where the bytes are no such mask
   */
  public static Placement placement(byte[] png) throws IOException {
    return MaskPng.placement(png);
  }

  /**
   * Reads what {@link #toPng} wrote.
   *
   * @throws IOException where the bytes are no such mask
   */
  public static TissueMask fromPng(byte[] png) throws IOException {
    return MaskPng.read(png);
  }
}
