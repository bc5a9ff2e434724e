package io.cohortrun.workers.synth;

import java.util.BitSet;

/**
 * Which cells of a piece of tissue are positive in which channel; a cell is 8 x 8 px, or 2 um.
 *
 * @param columns of cells
 * @param rows of cells
 * @param positive [channels] by cell, row by row
 */
record Cells(int columns, int rows, BitSet[] positive) {

  /** Cells of a cluster lie side by side, so many each way. */
  private static final int CLUSTER = 4;

  /**
   * Draws them, exactly as many as the densities ask for.
   *
   * @param columns a multiple of four, as rows
   */
  static Cells draw(int columns, int rows, Patient.Images images, Draws draws) {
    BitSet[] positive = new BitSet[images.density().length];
    for (int c = 0; c < positive.length; c++) {
      int count = (int) Math.round(images.density()[c] * columns * rows);
      positive[c] = place(columns, rows, count, images.clustered()[c], draws);
    }
    return new Cells(columns, rows, positive);
  }

  private static BitSet place(int columns, int rows, int count, double clustered, Draws draws) {
    BitSet cells = new BitSet(columns * rows);
    int across = columns / CLUSTER;
    int clusters = (int) (clustered * count / (CLUSTER * CLUSTER));
    BitSet taken = new BitSet();
    while (taken.cardinality() < clusters) {
      int cluster = draws.below(across * (rows / CLUSTER));
      if (!taken.get(cluster)) {
        taken.set(cluster);
        int corner = cluster / across * CLUSTER * columns + cluster % across * CLUSTER;
        for (int row = 0; row < CLUSTER; row++) {
          cells.set(corner + row * columns, corner + row * columns + CLUSTER);
        }
      }
    }
    for (int left = count - clusters * CLUSTER * CLUSTER; left > 0; ) {
      int cell = draws.below(columns * rows);
      if (!cells.get(cell)) {
        cells.set(cell);
        left--;
      }
    }
    return cells;
  }

  boolean positive(int channel, int column, int row) {
    return positive[channel].get(row * columns + column);
  }
}
