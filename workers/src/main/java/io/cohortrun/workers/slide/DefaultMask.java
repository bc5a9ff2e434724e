package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Profile {@code default}: cells of 8 um over the scanned area, judged by {@link HematoxylinEosin}
 * on their mean colour; closed by 40 um, opened by 24 um, parts below 10,000 um2 dropped, holes
 * below 10,000 um2 filled. What does not decode counts as tissue: its tiles are then tried, fail,
 * and are accounted for, where a blank would lose them silently.
 */
final class DefaultMask implements MaskSink {

  /** Profile and version; the version changes whenever a mask may. */
  static final String ID = "default/1";

  private static final double CELL_UM = 8;
  private static final double CLOSE_UM = 16;
  private static final double OPEN_UM = 8;
  private static final double LEAST_UM2 = 10_000;

  /** 128 MiB of bits: 260 mm squared. */
  private static final double MOST_CELLS = 1L << 30;

  /** Shares of dense cells above which a person is told. */
  private static final double TELL = 0.2;

  private final LevelWindow window;
  private final int background;
  private final double mpp;
  private final double cell;
  private final int[] columns;
  private final int[] rows;
  private final BitPlane plane;
  private final BitPlane unreadable;
  private long dense;
  private long refused;
  private long brown;

  /**
   * Prepares the collection.
   *
   * @throws SlideFailure TooLarge where the mask itself would not fit in memory
   */
  DefaultMask(SlideInfo info, double mpp) throws SlideFailure {
    int level = ReadPlan.coarsest(info.levels(), mpp, CELL_UM);
    this.window = LevelWindow.ofBounds(info, level);
    this.background = info.background();
    // Never finer than the level read: a slide coarser than 8 um has one cell per pixel.
    double perCell = Math.max(1, CELL_UM / mpp / window.downsample());
    this.cell = perCell * window.downsample();
    this.mpp = cell * mpp;
    this.columns = Cells.edges(window.width(), perCell);
    this.rows = Cells.edges(window.height(), perCell);
    if ((columns.length - 1) * (double) (rows.length - 1) > MOST_CELLS) {
      throw new SlideFailure(
          Outcome.TooLarge,
          "at %s um per pixel the slide would be %.0f x %.0f mm: check its mpp"
              .formatted(
                  mpp, info.bounds().width() * mpp / 1000, info.bounds().height() * mpp / 1000));
    }
    this.plane = new BitPlane(columns.length - 1, rows.length - 1);
    this.unreadable = new BitPlane(plane.width, plane.height);
  }

  @Override
  public LevelWindow window() {
    return window;
  }

  @Override
  public int[] columnEdges() {
    return columns;
  }

  @Override
  public int[] rowEdges() {
    return rows;
  }

  @Override
  public void block(int x, int y, int width, int height, int[] argb) {
    int first = Arrays.binarySearch(columns, x);
    int last = Arrays.binarySearch(columns, x + width);
    int row = Arrays.binarySearch(rows, y);
    int[] sums = new int[3 * (last - first)];
    for (; row < plane.height && rows[row] < y + height; row++) {
      Arrays.fill(sums, 0);
      for (int py = rows[row]; py < rows[row + 1]; py++) {
        add(argb, (py - y) * width - x, first, last, sums);
      }
      for (int c = first; c < last; c++) {
        int area = (columns[c + 1] - columns[c]) * (rows[row + 1] - rows[row]);
        judge(c, row, sums, 3 * (c - first), area);
      }
    }
  }

  /** Adds one pixel row to the sums of the cells [first, last). */
  private void add(int[] argb, int offset, int first, int last, int[] sums) {
    for (int c = first, s = 0; c < last; c++, s += 3) {
      int red = 0;
      int green = 0;
      int blue = 0;
      for (int px = columns[c]; px < columns[c + 1]; px++) {
        int pixel = Compositing.over(argb[offset + px], background);
        red += pixel >> 16;
        green += pixel >> 8 & 0xFF;
        blue += pixel & 0xFF;
      }
      sums[s] += red;
      sums[s + 1] += green;
      sums[s + 2] += blue;
    }
  }

  private void judge(int column, int row, int[] sums, int at, int area) {
    int red = mean(sums[at], area);
    int green = mean(sums[at + 1], area);
    int blue = mean(sums[at + 2], area);
    if (!HematoxylinEosin.dense(red, green, blue)) {
      return;
    }
    dense++;
    if (HematoxylinEosin.stained(red, green, blue)) {
      plane.set(column, row);
    } else {
      refused++;
      brown += HematoxylinEosin.brown(red, green, blue) ? 1 : 0;
    }
  }

  /** Half up. */
  private static int mean(int sum, int area) {
    return (2 * sum + area) / (2 * area);
  }

  @Override
  public void unreadable(int x, int y, int width, int height) {
    for (int row = under(rows, y); row <= under(rows, y + height - 1); row++) {
      unreadable.fill(row, under(columns, x), under(columns, x + width - 1) + 1, true);
    }
  }

  /** The cell that holds a pixel. */
  private static int under(int[] edges, int pixel) {
    int found = Arrays.binarySearch(edges, pixel);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public TissueMask finish() {
    BitPlane clean = plane.close(radius(CLOSE_UM)).open(radius(OPEN_UM));
    long least = (long) Math.ceil(LEAST_UM2 / (mpp * mpp));
    Components.dropSmall(clean, least);
    Components.fillHoles(clean, least);
    clean.or(unreadable);
    return new TissueMask(ID, mpp, cell, window.x(), window.y(), clean);
  }

  private int radius(double um) {
    return (int) ReadPlan.round(um / mpp);
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (brown > TELL * dense) {
      warnings.add(
          ("%d %% of the stained area is brown as DAB is: if this is immunohistochemistry, leave the"
                  + " slide out, since the model was made for H&E")
              .formatted(100 * brown / dense));
    } else if (refused > TELL * dense) {
      warnings.add(
          ("%d %% of the dark area has no colour of H&E (pen, shadow or dirt) and was left out of the"
                  + " tissue: look at the mask")
              .formatted(100 * refused / dense));
    }
    return warnings;
  }
}
