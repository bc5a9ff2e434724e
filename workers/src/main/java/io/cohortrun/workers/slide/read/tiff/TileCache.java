package io.cohortrun.workers.slide.read.tiff;

import java.util.LinkedHashMap;
import java.util.Map;

/** Decoded tiles, least recently used first out, bounded in bytes. Thread-safe. */
final class TileCache {

  /** Place of a tile. */
  record Key(int level, int index) {}

  private final long maxBytes;
  private final Map<Key, int[]> tiles = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  TileCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized int[] get(Key key) {
    return tiles.get(key);
  }

  synchronized void put(Key key, int[] argb) {
    int[] before = tiles.put(key, argb);
    bytes += (argb.length - (before == null ? 0L : before.length)) * Integer.BYTES;
    var oldest = tiles.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      int[] evicted = oldest.next().getValue();
      oldest.remove();
      bytes -= (long) evicted.length * Integer.BYTES;
    }
  }
}
