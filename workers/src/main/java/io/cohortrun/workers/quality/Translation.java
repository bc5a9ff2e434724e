package io.cohortrun.workers.quality;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a bundle makes of tiles, through the inference of the run. */
final class Translation {

  private static final TileQc NOT_ASKED = new TileQc(0, 0, 0, 0);

  private final TileModel model;
  private final int px;

  /**
   * @param model published tiling; its tile divides ours: {@link #fits}
   */
  Translation(TileModel model) {
    this.model = model;
    this.px = model.bundle().tilePx();
  }

  /** Whether a bundle's tiles fill ours. */
  static boolean fits(Bundle bundle) {
    return Tile.SIDE % bundle.tilePx() == 0;
  }

  /** As in tables. */
  String name() {
    return name(model.bundle());
  }

  /** How a bundle is called in tables: id and version. */
  static String name(Bundle bundle) {
    return bundle.id() + " " + bundle.version();
  }

  List<Bundle.Channel> channels() {
    return model.bundle().channels();
  }

  /** Channel id to [SIDE * SIDE] round(255 p). */
  Map<String, byte[]> of(Tile tile) {
    int across = Tile.SIDE / px;
    byte[] valid = new byte[px * px];
    Arrays.fill(valid, (byte) 1);
    List<TilePixels> parts = new ArrayList<>();
    for (int i = 0; i < across * across; i++) {
      parts.add(
          new TilePixels(i, part(tile.rgb(), i % across, i / across), valid, NOT_ASKED, null));
    }
    Map<String, byte[]> maps = new HashMap<>();
    channels().forEach(c -> maps.put(c.id(), new byte[Tile.SIDE * Tile.SIDE]));
    // A map as large as the tile is the probability of each pixel.
    for (var counts : model.infer(parts, px)) {
      int left = counts.index() % across * px;
      int top = counts.index() / across * px;
      for (int c = 0; c < channels().size(); c++) {
        byte[] map = maps.get(channels().get(c).id());
        for (int y = 0; y < px; y++) {
          System.arraycopy(counts.map(), (c * px + y) * px, map, (top + y) * Tile.SIDE + left, px);
        }
      }
    }
    return maps;
  }

  private byte[] part(byte[] rgb, int column, int row) {
    byte[] part = new byte[px * px * 3];
    for (int y = 0; y < px; y++) {
      System.arraycopy(
          rgb, ((row * px + y) * Tile.SIDE + column * px) * 3, part, y * px * 3, px * 3);
    }
    return part;
  }
}
