package io.cohortrun.workers.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parts in order to the slide's result: integer sums only. One part is held at a time. */
final class SlideMerge {

  private final SlideHeader header;
  private final SlideSums sums;
  private final CanvasTally canvas;
  private final List<SlideResult.Tile> tiles = new ArrayList<>();
  private final SortedMap<String, Integer> rejected = new TreeMap<>();
  private int used;

  SlideMerge(SlideHeader header) {
    this.header = header;
    this.sums = new SlideSums(header.channelCount());
    this.canvas = new CanvasTally(header.channelCount());
  }

  /** Adds the next part; it must begin where the one before ended. */
  void add(Part part) {
    if (part.from() != tiles.size()) {
      throw new IllegalStateException(
          "part %d-%d added after tile %d".formatted(part.from(), part.to(), tiles.size()));
    }
    sums.add(SlideSums.of(header.channelCount(), part.sums()));
    for (TileRecord t : part.tiles()) {
      if (t.used()) {
        used++;
        canvas.add(t.tile().column(), t.tile().row(), t.canvas());
      } else {
        rejected.merge(t.rejected(), 1, Integer::sum);
      }
      tiles.add(
          new SlideResult.Tile(
              t.tile().column(),
              t.tile().row(),
              t.tile().x(),
              t.tile().y(),
              t.tile().tissue(),
              t.valid(),
              t.positives(),
              t.qc(),
              t.rejected()));
    }
  }

  /**
   * The whole slide.
   *
   * @throws IllegalStateException unless every kept tile was added exactly once
   */
  SlideResult result() {
    if (tiles.size() != header.tilesKept()) {
      throw new IllegalStateException(
          "%d of %d tiles were merged".formatted(tiles.size(), header.tilesKept()));
    }
    return new SlideResult(
        SlideResult.FORMAT,
        header.slideKey(),
        header.bundle(),
        header.channels(),
        header.numericClass(),
        header.geometry(),
        header.settings(),
        header.reader(),
        header.tilesKept(),
        used,
        rejected,
        sums.valid(),
        sums.positives(),
        sums.pairs(),
        sums.histogram(),
        sums.gradient(),
        sums.gradientPixels(),
        canvas.sums(),
        List.copyOf(tiles));
  }
}
