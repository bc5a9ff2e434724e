package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a window of a level once: in one read where it is small, else in blocks of at most {@value
 * #BLOCK} pixels a side or so, row by row of blocks: memory does not grow with the slide.
 *
 * <p>One read where possible, because OpenSlide interpolates a read that starts between two pixels
 * of a level, and with a downsample of 2.0005 every block but the first does.
 *
 * <p>A block that does not decode is read again in quarters, down to {@value #LEAST} pixels, so
 * that one bad native tile costs itself only.
 */
final class LevelScan {

  /** Side of a block, pixels; a block is 16 MiB. */
  static final int BLOCK = 2048;

  /** Pixels up to which a window is one block: 32 MiB. */
  private static final long ONE_READ = 1L << 23;

  private static final int LEAST = 128;

  /** After this many pixels a slide of which most does not decode is given up. */
  private static final long PATIENCE = 4L * BLOCK * BLOCK;

  private final SlideReader reader;
  private final LevelWindow window;
  private final List<LevelSink> sinks;
  private long seen;
  private long bad;
  private SlideFailure last;

  private LevelScan(SlideReader reader, LevelWindow window, List<LevelSink> sinks) {
    this.reader = reader;
    this.window = window;
    this.sinks = sinks;
  }

  /**
   * Reads the window and gives each block to every sink.
   *
   * @param columnEdges ascending, from 0 to the width: where blocks may end
   * @param rowEdges ascending, from 0 to the height
   * @return share of the window that does not decode, 0..0.5
   * @throws SlideFailure Unreadable where more than half does not decode; whatever else the reader
   *     throws
   */
  static double run(
      SlideReader reader,
      LevelWindow window,
      int[] columnEdges,
      int[] rowEdges,
      List<LevelSink> sinks)
      throws SlideFailure {
    LevelScan scan = new LevelScan(reader, window, sinks);
    boolean oneRead = window.pixels() <= ONE_READ;
    int[] columns = oneRead ? new int[] {0, window.width()} : blocks(columnEdges);
    int[] rows = oneRead ? new int[] {0, window.height()} : blocks(rowEdges);
    int[] argb = new int[widest(columns) * widest(rows)];
    for (int r = 0; r + 1 < rows.length; r++) {
      for (int c = 0; c + 1 < columns.length; c++) {
        scan.block(columns[c], rows[r], columns[c + 1], rows[r + 1], argb);
      }
    }
    scan.requireMostReadable(0);
    return scan.bad / (double) scan.seen;
  }

  /** Edges 0, 1, ..., length: blocks may end anywhere. */
  static int[] anywhere(int length) {
    int[] edges = new int[length + 1];
    Arrays.setAll(edges, i -> i);
    return edges;
  }

  /** The last edge within each block's reach, so that no cell is cut. */
  private static int[] blocks(int[] edges) {
    int[] out = new int[edges.length];
    int n = 1;
    for (int i = 1; i < edges.length; i++) {
      boolean last = i == edges.length - 1;
      if (last || edges[i + 1] - out[n - 1] > BLOCK) {
        out[n++] = edges[i];
      }
    }
    return Arrays.copyOf(out, n);
  }

  private static int widest(int[] edges) {
    int most = 0;
    for (int i = 0; i + 1 < edges.length; i++) {
      most = Math.max(most, edges[i + 1] - edges[i]);
    }
    return most;
  }

  private void block(int x0, int y0, int x1, int y1, int[] argb) throws SlideFailure {
    int width = x1 - x0;
    int height = y1 - y0;
    seen += (long) width * height;
    try {
      reader.read(window.level(), window.x0(x0), window.y0(y0), width, height, argb);
      give(x0, y0, width, height, argb);
    } catch (SlideFailure e) {
      requireTileFault(e);
      Arrays.fill(argb, 0, width * height, 0);
      List<int[]> holes = new ArrayList<>();
      quarters(x0, y0, x1, y1, x0, y0, width, argb, holes);
      give(x0, y0, width, height, argb);
      for (int[] hole : holes) {
        sinks.forEach(s -> s.unreadable(hole[0], hole[1], hole[2], hole[3]));
      }
      requireMostReadable(PATIENCE);
    }
  }

  private void give(int x, int y, int width, int height, int[] argb) {
    for (LevelSink sink : sinks) {
      sink.block(x, y, width, height, argb);
    }
  }

  /** Reads [x0, x1) x [y0, y1) in four parts into the block that starts at (left, top). */
  private void quarters(
      int x0, int y0, int x1, int y1, int left, int top, int pitch, int[] argb, List<int[]> holes)
      throws SlideFailure {
    if (x1 - x0 <= LEAST && y1 - y0 <= LEAST) {
      bad += (long) (x1 - x0) * (y1 - y0);
      holes.add(new int[] {x0, y0, x1 - x0, y1 - y0});
      return;
    }
    int[] xs = halves(x0, x1);
    int[] ys = halves(y0, y1);
    for (int j = 0; j + 1 < ys.length; j++) {
      for (int i = 0; i + 1 < xs.length; i++) {
        part(xs[i], ys[j], xs[i + 1], ys[j + 1], left, top, pitch, argb, holes);
      }
    }
  }

  private void part(
      int x0, int y0, int x1, int y1, int left, int top, int pitch, int[] argb, List<int[]> holes)
      throws SlideFailure {
    int width = x1 - x0;
    int[] own = new int[width * (y1 - y0)];
    try {
      reader.read(window.level(), window.x0(x0), window.y0(y0), width, y1 - y0, own);
      for (int y = y0; y < y1; y++) {
        System.arraycopy(own, (y - y0) * width, argb, (y - top) * pitch + (x0 - left), width);
      }
    } catch (SlideFailure e) {
      requireTileFault(e);
      quarters(x0, y0, x1, y1, left, top, pitch, argb, holes);
    }
  }

  private static int[] halves(int from, int to) {
    return to - from <= LEAST ? new int[] {from, to} : new int[] {from, (from + to) >>> 1, to};
  }

  private void requireTileFault(SlideFailure e) throws SlideFailure {
    if (e.code() != Outcome.Unreadable) {
      throw e;
    }
    last = e;
  }

  private void requireMostReadable(long patience) throws SlideFailure {
    if (seen >= patience && 2 * bad > seen) {
      throw new SlideFailure(
          Outcome.Unreadable,
          "more than half of the picture does not decode (%s): copy the file again from its source, or"
                  .formatted(last.getMessage())
              + " leave it out",
          last);
    }
  }
}
