package io.cohortrun.workers.shard;

import java.time.Duration;

/**
 * How one worker shares its machine. Nothing here changes a result.
 *
 * @param decodeThreads tiles of one slide decoded at once
 * @param predictors inference calls at once, over all shards of this worker
 * @param batch least tiles that make an inference call full
 * @param ringBytes most bytes of tiles between decode and hand-back, per slide: pixels first, then
 *     what is answered of them
 * @param partTiles most tiles of one part
 * @param partTime longest time between two parts
 */
public record InferencePace(
    int decodeThreads,
    int predictors,
    int batch,
    long ringBytes,
    int partTiles,
    Duration partTime) {

  /** Most bytes of maps in one part. */
  private static final long PART_BYTES = 32L << 20;

  /** Most tiles that a killed process may have inferred in vain, over all its slides. */
  private static final int CHECKPOINT = 64;

  /**
   * A checkpoint is at most 64 tiles or 30 s, over all slides in flight: per slide, half of its
   * share is collected while the other half is being written. Where a card takes many tiles a call,
   * two calls per slide may be in flight beside the part that is collected.
   *
   * @param slides in flight at once
   */
  public static InferencePace of(int decodeThreads, int predictors, int batch, int slides) {
    int partTiles = Math.max(1, CHECKPOINT / slides / 2);
    return new InferencePace(
        decodeThreads, predictors, batch, 256L << 20, partTiles, Duration.ofSeconds(30));
  }

  /**
   * Tiles that make a call full.
   *
   * @param tilesPerCall that the model is best given together
   */
  int fullCall(int tilesPerCall) {
    return Math.max(batch, tilesPerCall);
  }

  /**
   * Tiles that may be in flight: at least two calls, so that decoding and inference overlap.
   *
   * @param answerBytes of the maps of one tile
   * @param fullCall tiles of a call
   */
  int tilesInFlight(int tilePx, int marginPx, long answerBytes, int fullCall) {
    long side = tilePx + 2L * marginPx;
    long tileBytes = 3 * side * side + (long) tilePx * tilePx;
    long tiles = Math.max(ringBytes / Math.max(tileBytes, answerBytes), 2L * fullCall);
    return (int) Math.min(tiles, 4096);
  }

  /**
   * Most tiles of a slide that are in flight or in no durable part: one part is collected while
   * another is written, or two full calls are made.
   *
   * @param partTiles of a part
   * @param fullCall tiles of a call
   */
  int unsavedTiles(int partTiles, int fullCall) {
    return partTiles + Math.max(partTiles, 2 * fullCall);
  }

  /** Most tiles of a part whose tiles carry maps of that many bytes. */
  int partTiles(long mapBytes) {
    return mapBytes == 0 ? partTiles : Math.clamp(PART_BYTES / mapBytes, 1, partTiles);
  }
}
