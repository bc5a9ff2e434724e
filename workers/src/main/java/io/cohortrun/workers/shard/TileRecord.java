package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workers.slide.TileQc;

/**
 * One kept tile of a slide after its turn: used, or left out for a reason.
 *
 * @param tile where it lies
 * @param qc quality; null where the tile did not decode
 * @param rejected why it was left out, {@link #UNREADABLE} or a rule of the quality control; null
 *     where it was used
 * @param valid pixels that count, 0 where left out
 * @param positives [C], empty where left out
 * @param canvas [C * 64] mean q in 8x8 cells, channel-major; empty where left out
 * @param map [C * mapPx * mapPx] area mean of q, channel-major; empty where left out or not wanted
 */
public record TileRecord(
    TileGrid.Tile tile,
    TileQc qc,
    String rejected,
    int valid,
    int[] positives,
    byte[] canvas,
    byte[] map) {

  /** The reason of a tile that did not decode; counted against the bad-tile budget. */
  public static final String UNREADABLE = "unreadable";

  /** A tile that was inferred. */
  public static TileRecord used(TileGrid.Tile tile, TileQc qc, TileCounts counts) {
    return new TileRecord(
        tile, qc, null, counts.valid(), counts.positives(), counts.canvas(), counts.map());
  }

  /** A tile that was left out. */
  public static TileRecord left(TileGrid.Tile tile, TileQc qc, String reason) {
    return new TileRecord(tile, qc, reason, 0, new int[0], new byte[0], new byte[0]);
  }

  /** Whether its counts are part of the slide's. */
  public boolean used() {
    return rejected == null;
  }
}
