package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A made-up slide: a grid with holes, and counts that depend on the tile's pixels only. */
final class SampleSlide {

  static final int CHANNELS = 5;
  static final int TILE = 16;

  final SlideHeader header;
  final TileGrid grid;

  SampleSlide(int columns, int rows, int tiles) {
    List<TileGrid.Tile> kept = new ArrayList<>();
    for (int i = 0; i < columns * rows && kept.size() < tiles; i++) {
      if (i % 7 != 3) {
        int c = i % columns;
        int r = i / columns;
        kept.add(
            new TileGrid.Tile(
                c, r, Math.round(c * 16.25), Math.round(r * 16.25), 0.5 + i % 5 / 10.0));
      }
    }
    this.grid = new TileGrid(0.2461, 0.25, TILE, 0, TILE, 16.25, columns, rows, kept);
    this.header =
        new SlideHeader(
            "ab".repeat(32),
            new SlideHeader.BundleRef("demo", "1", "cd".repeat(32), true),
            channels(),
            new NumericClass("cpu-test", "2.7.1", "fp32", "1"),
            new SlideHeader.Geometry(
                0.2461, "vendor", 0.25, TILE, TILE, 0, TILE, 16.25, columns, rows, 0, 0),
            settings(),
            "tiff 1",
            kept.size());
  }

  static List<Bundle.Channel> channels() {
    return List.of(
        new Bundle.Channel("DAPI", "nuclear", 0.5, 0x0000FF),
        new Bundle.Channel("TRITC", "background", 0.5, 0x808080),
        new Bundle.Channel("CD3", "marker", 0.5, 0x00FF00),
        new Bundle.Channel("CD68", "marker", 0.5, 0xFF0000),
        new Bundle.Channel("CK", "marker", 0.5, 0xFFFF00));
  }

  static SlideSettings settings() {
    return new SlideSettings(
        "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>());
  }

  /** Pixels of tile i: noise from its index. */
  static TilePixels pixels(int i) {
    byte[] rgb = new byte[TILE * TILE * 3];
    new Random(i).nextBytes(rgb);
    byte[] valid = new byte[TILE * TILE];
    for (int k = 0; k < valid.length; k++) {
      valid[k] = (byte) (rgb[3 * k] > -100 ? 1 : 0);
    }
    return new TilePixels(i, rgb, valid, new TileQc(0.01 * (i % 10), 300 + i, 12.5, 0), null);
  }

  /** Counts of one tile: any integers will do, as long as they follow from the pixels. */
  static TileCounts counts(TilePixels t, int mapPx) {
    int n = 0;
    for (byte v : t.valid()) {
      n += v;
    }
    var random = new Random(t.index() * 31L + t.rgb()[0]);
    int bound = n + 1;
    byte[] canvas = new byte[CHANNELS * 64];
    random.nextBytes(canvas);
    byte[] map = new byte[CHANNELS * mapPx * mapPx];
    new Random(n).nextBytes(map);
    return new TileCounts(
        t.index(),
        n,
        random.ints(CHANNELS, 0, bound).toArray(),
        random.ints(CHANNELS * (CHANNELS - 1) / 2, 0, bound).toArray(),
        random.ints(CHANNELS * 256, 0, 9).toArray(),
        random.longs(CHANNELS, 0, 1L << 40).toArray(),
        n / 2,
        canvas,
        map);
  }

  /** The part of tiles [from, to), tile 5 rejected and tile 9 unreadable. */
  Part part(int from, int to, int mapPx) {
    var sums = new SlideSums(CHANNELS);
    List<TileRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      TileGrid.Tile tile = grid.tiles().get(i);
      TilePixels pixels = pixels(i);
      if (i == 5) {
        records.add(TileRecord.left(tile, pixels.qc(), "black"));
      } else if (i == 9) {
        records.add(TileRecord.left(tile, null, TileRecord.UNREADABLE));
      } else {
        TileCounts counts = counts(pixels, mapPx);
        sums.add(counts);
        records.add(TileRecord.used(tile, pixels.qc(), counts));
      }
    }
    return new Part(header, mapPx, from, to, records, sums.toLongs());
  }

  SlideResult result(int... cuts) {
    var merge = new SlideMerge(header);
    int at = 0;
    for (int cut : cuts) {
      merge.add(part(at, cut, 0));
      at = cut;
    }
    merge.add(part(at, header.tilesKept(), 0));
    return merge.result();
  }
}
