package io.cohortrun.workers.synth;

import java.util.BitSet;
import java.util.function.IntSupplier;

/**
 * Which cells of a piece of tissue are positive in which channel; a cell is 8 x 8 px, or 2 um.
 *
 * @param columns of cells
 * @param rows of cells
 * @param positive [channels] by cell, row by row
 */
record Cells(int columns, int rows, BitSet[] positive) {

  /** Cells of a niche each way: 32 um, two by two cells of a result's canvas. */
  private static final int NICHE = 16;

  /**
   * Draws them, exactly as many as the densities ask for. Of each channel half of the niches are
   * rich: there the gathered cells lie, and the others lie anywhere.
   *
   * @param columns a multiple of 16, as rows
   */
  static Cells draw(int columns, int rows, Patient.Images images, Draws draws) {
    BitSet[] positive = new BitSet[images.density().length];
    for (int c = 0; c < positive.length; c++) {
      int count = (int) Math.round(images.density()[c] * columns * rows);
      positive[c] = place(columns, rows, count, images.gathered()[c], draws);
    }
    return new Cells(columns, rows, positive);
  }

  private static BitSet place(int columns, int rows, int count, double gathered, Draws draws) {
    BitSet cells = new BitSet(columns * rows);
    int across = columns / NICHE;
    int niches = across * (rows / NICHE);
    BitSet rich = new BitSet(niches);
    put(rich, niches / 2, () -> draws.below(niches));
    int[] of = rich.stream().toArray();
    int room = of.length * NICHE * NICHE;
    put(
        cells,
        Math.min(room, (int) (gathered * count)),
        () -> {
          int niche = of[draws.below(of.length)];
          int cell = draws.below(NICHE * NICHE);
          int row = niche / across * NICHE + cell / NICHE;
          return row * columns + niche % across * NICHE + cell % NICHE;
        });
    put(cells, count, () -> draws.below(columns * rows));
    return cells;
  }

  /** Sets drawn ones until there are so many. */
  private static void put(BitSet cells, int count, IntSupplier drawn) {
    for (int left = count - cells.cardinality(); left > 0; ) {
      int cell = drawn.getAsInt();
      if (!cells.get(cell)) {
        cells.set(cell);
        left--;
      }
    }
  }

  boolean positive(int channel, int column, int row) {
    return positive[channel].get(row * columns + column);
  }
}
