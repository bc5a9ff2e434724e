package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.TilePixels;

/** Reads tiles of one open slide; called from several threads at once. */
@FunctionalInterface
interface TileReader {

  /**
   * Reads one tile.
   *
   * @param index in the grid
   * @throws SlideFailure Unreadable where only this tile does not decode
   */
  TilePixels read(int index) throws SlideFailure;
}
