package io.cohortrun.workers.slide;

import java.util.Arrays;

/**
 * Square cells over a line of pixels: cell k covers pixels [round(k s), round((k + 1) s)), cut at
 * the end, so that each pixel belongs to one cell and none is weighted.
 */
final class Cells {

  private Cells() {}

  /**
   * Edges of the cells of a line.
   *
   * @param length pixels
   * @param size s, pixels per cell, at least 1
   * @return n + 1 edges from 0 to length
   */
  static int[] edges(int length, double size) {
    int[] edges = new int[(int) Math.ceil(length / size) + 2];
    int n = 0;
    do {
      n++;
      edges[n] = (int) Math.min(length, ReadPlan.round(n * size));
    } while (edges[n] < length);
    return Arrays.copyOf(edges, n + 1);
  }
}
