package io.cohortrun.workflows.plan;

/**
 * Tiles [fromTile, toTile) of one slide, in the order of its grid.
 *
 * @param row manifest row
 * @param fromTile first tile, inclusive
 * @param toTile last tile, exclusive
 * @param totalTiles kept tiles of the slide; the range is the whole slide where it is [0,
 *     totalTiles)
 */
public record PlannedRange(int row, int fromTile, int toTile, int totalTiles) {

  /** Whether this range is the whole slide, so that its shard may commit it. */
  public boolean whole() {
    return fromTile == 0 && toTile == totalTiles;
  }

  /** Number of tiles. */
  public int tiles() {
    return toTile - fromTile;
  }
}
