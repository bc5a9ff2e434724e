package io.cohortrun.workers.slide;

import java.util.Arrays;

/**
 * Connected components of a {@link BitPlane} by runs and union-find; memory grows with the number
 * of runs, not of pixels.
 */
final class Components {

  private final BitPlane plane;
  private int runs;
  private int[] row = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private int[] parent = new int[1024];
  private long[] area;
  private boolean[] rim;

  private Components(BitPlane plane, boolean value, int reach) {
    this.plane = plane;
    collect(value, reach);
    measure();
  }

  /** Clears 8-connected components of set pixels with fewer than {@code least} pixels. */
  static void dropSmall(BitPlane plane, long least) {
    Components components = new Components(plane, true, 1);
    for (int i = 0; i < components.runs; i++) {
      if (components.area[components.root(i)] < least) {
        plane.fill(components.row[i], components.from[i], components.to[i], false);
      }
    }
  }

  /** Sets 4-connected holes of fewer than {@code least} pixels that do not touch the rim. */
  static void fillHoles(BitPlane plane, long least) {
    Components components = new Components(plane, false, 0);
    for (int i = 0; i < components.runs; i++) {
      int root = components.root(i);
      if (components.area[root] < least && !components.rim[root]) {
        plane.fill(components.row[i], components.from[i], components.to[i], true);
      }
    }
  }

  /** Joins runs of one row with those of the row above that they touch; reach 1 takes diagonals. */
  private void collect(boolean value, int reach) {
    int aboveStart = 0;
    for (int y = 0; y < plane.height; y++) {
      int rowStart = runs;
      int above = aboveStart;
      for (int x = next(y, 0, value); x < plane.width; ) {
        int end = next(y, x, !value);
        int run = add(y, x, end);
        while (above < rowStart && to[above] + reach <= x) {
          above++;
        }
        for (int a = above; a < rowStart && from[a] < end + reach; a++) {
          join(a, run);
        }
        x = next(y, end, value);
      }
      aboveStart = rowStart;
    }
  }

  /** First column at or after x with that value; the width where there is none. */
  private int next(int y, int x, boolean value) {
    while (x < plane.width) {
      long word = plane.words[y * plane.stride + (x >> 6)];
      long ahead = (value ? word : ~word) & -1L << x;
      if (ahead != 0) {
        return Math.min(plane.width, (x & ~63) + Long.numberOfTrailingZeros(ahead));
      }
      x = (x | 63) + 1;
    }
    return plane.width;
  }

  private int add(int y, int start, int end) {
    if (runs == row.length) {
      int size = Math.multiplyExact(runs, 2);
      row = Arrays.copyOf(row, size);
      from = Arrays.copyOf(from, size);
      to = Arrays.copyOf(to, size);
      parent = Arrays.copyOf(parent, size);
    }
    row[runs] = y;
    from[runs] = start;
    to[runs] = end;
    parent[runs] = runs;
    return runs++;
  }

  private void measure() {
    area = new long[runs];
    rim = new boolean[runs];
    for (int i = 0; i < runs; i++) {
      int root = root(i);
      area[root] += to[i] - from[i];
      rim[root] |=
          row[i] == 0 || row[i] == plane.height - 1 || from[i] == 0 || to[i] == plane.width;
    }
  }

  private void join(int a, int b) {
    int x = root(a);
    int y = root(b);
    parent[Math.max(x, y)] = Math.min(x, y);
  }

  private int root(int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }
}
