package io.cohortrun.workers.synth;

import java.util.Arrays;

/**
 * How a cell is painted, and read by the bundle (planted_decoder.py): four rows of two blocks, 4 px
 * wide and 2 px high; the red, green and blue of block b are the bits of channels 3b, 3b + 1 and 3b
 * + 2, darker where positive. Blocks are pink and violet in turns: a stain that the tissue mask
 * accepts, and never flat.
 */
final class CellColours {

  /** Pixels of a cell each way. */
  static final int SIDE = 8;

  private static final int[][] LIGHT = {{235, 180, 215}, {175, 135, 195}};
  private static final int DARKER = 48;
  private static final byte GLASS = (byte) 244;

  private CellColours() {}

  /**
   * Paints a tile.
   *
   * @param left column of the first cell; left of column 0 is glass
   * @param top row of the first cell
   * @param side cells of a tile each way
   * @return RGB, row by row
   */
  static byte[] paint(Cells cells, int left, int top, int side) {
    byte[] pixels = glass(side * SIDE);
    for (int row = 0; row < side; row++) {
      for (int column = Math.max(0, -left); column < side; column++) {
        for (int c = 0; c < SIDE * 3; c++) {
          byte value = (byte) value(cells, c, left + column, top + row);
          int y = row * SIDE + c / 6 * 2;
          int x = column * SIDE + c / 3 % 2 * 4;
          for (int p = 0; p < 8; p++) {
            pixels[((y + p / 4) * side * SIDE + x + p % 4) * 3 + c % 3] = value;
          }
        }
      }
    }
    return pixels;
  }

  /** The same in eighth size: a pixel per cell, its mean colour. */
  static byte[] paintSmall(Cells cells, int left, int top, int side) {
    byte[] pixels = glass(side);
    for (int row = 0; row < side; row++) {
      for (int column = Math.max(0, -left); column < side; column++) {
        int[] sums = new int[3];
        for (int c = 0; c < SIDE * 3; c++) {
          sums[c % 3] += value(cells, c, left + column, top + row);
        }
        for (int colour = 0; colour < 3; colour++) {
          pixels[(row * side + column) * 3 + colour] = (byte) ((sums[colour] + SIDE / 2) / SIDE);
        }
      }
    }
    return pixels;
  }

  private static byte[] glass(int side) {
    byte[] pixels = new byte[side * side * 3];
    Arrays.fill(pixels, GLASS);
    return pixels;
  }

  private static int value(Cells cells, int c, int column, int row) {
    boolean dark = c < cells.positive().length && cells.positive(c, column, row);
    return LIGHT[c / 6 % 2][c % 3] - (dark ? DARKER : 0);
  }
}
