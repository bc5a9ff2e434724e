package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.TileGrid;
import java.util.ArrayList;
import java.util.List;

/** Collects consecutive tiles until they are a part. One owner. */
final class PartBuilder {

  private final SlideHeader header;
  private final TileGrid grid;
  private final int mapPx;
  private int from;
  private List<TileRecord> tiles = new ArrayList<>();
  private SlideSums sums;
  private long inferNanos;
  private long begun = System.nanoTime();

  PartBuilder(SlideHeader header, TileGrid grid, int mapPx, int from) {
    this.header = header;
    this.grid = grid;
    this.mapPx = mapPx;
    this.from = from;
    this.sums = new SlideSums(header.channelCount());
  }

  /** Adds the next tile. */
  void add(TilePipeline.Done done) {
    if (done.index() != next()) {
      throw new IllegalStateException("tile %d came at %d".formatted(done.index(), next()));
    }
    inferNanos += done.inferNanos();
    TileGrid.Tile tile = grid.tiles().get(done.index());
    if (done.counts() == null) {
      tiles.add(TileRecord.left(tile, done.qc(), done.rejected()));
    } else {
      sums.add(done.counts());
      tiles.add(TileRecord.used(tile, done.qc(), done.counts()));
    }
  }

  /** Index of the tile that comes next. */
  int next() {
    return from + tiles.size();
  }

  /** First tile of the part that is being collected. */
  int from() {
    return from;
  }

  boolean isEmpty() {
    return tiles.isEmpty();
  }

  int size() {
    return tiles.size();
  }

  /** Time since the part was begun. */
  long ageNanos() {
    return System.nanoTime() - begun;
  }

  /** Device time of the tiles held. */
  long inferNanos() {
    return inferNanos;
  }

  /** The part; the builder goes on with the one after it. */
  Part take() {
    var part = new Part(header, mapPx, from, next(), tiles, sums.toLongs());
    from = next();
    tiles = new ArrayList<>();
    sums = new SlideSums(header.channelCount());
    inferNanos = 0;
    begun = System.nanoTime();
    return part;
  }
}
