package io.cohortrun.workers.shard;

import java.util.List;

/**
 * A checkpoint: tiles [from, to) of one slide, inferred. Its bytes depend on the slide key, the
 * numeric class, the wanted map and the range only.
 *
 * @param header of the slide
 * @param mapPx side of the map stored per tile, 0 for none
 * @param from first tile, inclusive
 * @param to last tile, exclusive
 * @param tiles one per tile of the range, in order
 * @param sums over the used tiles of the range, as {@link SlideSums#toLongs}
 */
record Part(SlideHeader header, int mapPx, int from, int to, List<TileRecord> tiles, long[] sums) {

  Part {
    if (from < 0 || to <= from || tiles.size() != to - from) {
      throw new IllegalArgumentException("part " + from + "-" + to + " of " + tiles.size());
    }
  }
}
