package io.cohortrun.workers.patients;

/**
 * Which counts of a table must not be told: those under a size, and as many others as it takes that
 * no sum gives them away. Rows are levels, whose sum over a column is told; columns are the whole
 * and its parts, which add up to the whole.
 */
final class SmallCells {

  private final int[][] counts;
  private final boolean[][] hidden;

  private SmallCells(int[][] counts, int least, boolean[] untold) {
    this.counts = counts;
    this.hidden = new boolean[counts.length][counts[0].length];
    for (int r = 0; r < counts.length; r++) {
      for (int c = 0; c < counts[r].length; c++) {
        hidden[r][c] = counts[r][c] > 0 && (counts[r][c] < least || untold[c]);
      }
    }
  }

  /**
   * Decides.
   *
   * @param counts [levels][whole and parts]
   * @param least smallest count that may be told; zeros may
   * @param untold [whole and parts] parts whose size is hidden elsewhere: their levels, which add
   *     up to it, are hidden too
   * @return [levels][whole and parts] whether a count is hidden
   */
  static boolean[][] of(int[][] counts, int least, boolean[] untold) {
    SmallCells cells = new SmallCells(counts, least, untold);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int r = 0; r < counts.length; r++) {
        changed |= cells.hideBeside(r, 0, 0, 1, counts[r].length);
      }
      for (int c = 0; c < counts[0].length; c++) {
        changed |= counts.length > 1 && cells.hideBeside(0, c, 1, 0, counts.length);
      }
    }
    return cells.hidden;
  }

  /** One hidden cell alone in a line follows from the others: the next smallest goes with it. */
  private boolean hideBeside(int row, int column, int down, int right, int length) {
    int alone = 0;
    int smallest = -1;
    for (int i = 0; i < length; i++) {
      int r = row + i * down;
      int c = column + i * right;
      if (hidden[r][c]) {
        alone++;
      } else if (counts[r][c] > 0
          && (smallest < 0
              || counts[r][c] < counts[row + smallest * down][column + smallest * right])) {
        smallest = i;
      }
    }
    if (alone != 1 || smallest < 0) {
      return false;
    }
    hidden[row + smallest * down][column + smallest * right] = true;
    return true;
  }
}
