package io.cohortrun.workers.shard;

import java.util.HashMap;
import java.util.Map;

/**
 * Sums up a canvas as its tiles come: rows of the grid in order, tiles of a row in any. Holds two
 * rows of tiles. Mutable; one owner.
 */
public final class CanvasTally {

  private static final int SIDE = CanvasZarr.CELLS;
  private static final int AREA = SIDE * SIDE;

  private final int channels;
  private long cells;
  private long joins;
  private final long[] sum;
  private final long[] squares;
  private final long[] ends;
  private final long[] products;
  private final long[] differences;
  private Map<Integer, byte[]> above = new HashMap<>();
  private Map<Integer, byte[]> here = new HashMap<>();
  private int row;

  /** Zero sums for that many channels. */
  public CanvasTally(int channels) {
    this.channels = channels;
    this.sum = new long[channels];
    this.squares = new long[channels];
    this.ends = new long[channels];
    this.products = new long[channels];
    this.differences = new long[channels];
  }

  /**
   * Adds a used tile.
   *
   * @param column in the grid
   * @param row in the grid, not above that of an earlier one
   * @param canvas [C * 64] as in {@link TileRecord}; kept until the row after the next
   */
  public void add(int column, int row, byte[] canvas) {
    if (canvas.length != channels * AREA) {
      throw new IllegalArgumentException(
          "canvas of %d bytes where %d channels are summed".formatted(canvas.length, channels));
    }
    turnTo(row);
    if (here.put(column, canvas) != null) {
      throw new IllegalStateException("tile %d of row %d comes twice".formatted(column, row));
    }
    count(canvas);
    for (int k = 1; k < SIDE; k++) {
      join(canvas, k - 1, canvas, k, SIDE);
      join(canvas, (k - 1) * SIDE, canvas, k * SIDE, 1);
    }
    join(here.get(column - 1), SIDE - 1, canvas, 0, SIDE);
    join(canvas, SIDE - 1, here.get(column + 1), 0, SIDE);
    join(above.get(column), AREA - SIDE, canvas, 0, 1);
  }

  /** Of what was added so far. */
  public CanvasSums sums() {
    return new CanvasSums(
        cells,
        joins,
        sum.clone(),
        squares.clone(),
        ends.clone(),
        products.clone(),
        differences.clone());
  }

  private void turnTo(int next) {
    if (next < row) {
      throw new IllegalStateException("tile row " + next + " comes after a later one");
    }
    if (next > row) {
      above = next == row + 1 ? here : new HashMap<>();
      here = new HashMap<>();
      row = next;
    }
  }

  private void count(byte[] canvas) {
    cells += AREA;
    for (int i = 0; i < canvas.length; i++) {
      long x = Byte.toUnsignedLong(canvas[i]);
      sum[i / AREA] += x;
      squares[i / AREA] += x * x;
    }
  }

  /**
   * Joins the cells of a side of one tile with those that lie against them; nothing where there is
   * no tile.
   *
   * @param from first cell of the one, with {@code step} to the next
   * @param to first cell of the other
   */
  private void join(byte[] one, int from, byte[] other, int to, int step) {
    if (one == null || other == null) {
      return;
    }
    joins += SIDE;
    for (int c = 0; c < channels; c++) {
      for (int i = c * AREA; i < c * AREA + SIDE * step; i += step) {
        long x = Byte.toUnsignedLong(one[from + i]);
        long y = Byte.toUnsignedLong(other[to + i]);
        ends[c] += x + y;
        products[c] += x * y;
        differences[c] += (x - y) * (x - y);
      }
    }
  }
}
