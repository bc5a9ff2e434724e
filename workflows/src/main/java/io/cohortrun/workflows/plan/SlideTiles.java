package io.cohortrun.workflows.plan;

/**
 * One slide to infer.
 *
 * @param row manifest row, from 0
 * @param tiles kept tiles of its grid, at least 1
 */
public record SlideTiles(int row, int tiles) {

  public SlideTiles {
    if (row < 0 || tiles < 1) {
      throw new IllegalArgumentException(
          "row %d with %d tiles cannot be planned".formatted(row, tiles));
    }
  }
}
