package io.cohortrun.workers.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The slide at a glance, {@code canvas.zarr}: a zarr v2 group with {@code canvas}, uint8 [C, 8
 * rows, 8 columns], the mean of q = round(255 p) in 8x8 cells of each used tile, and {@code
 * coverage}, uint8 [8 rows, 8 columns], 255 where a tile was used.
 */
public final class CanvasZarr implements AutoCloseable {

  /** Cells of a tile along one side. */
  public static final int CELLS = 8;

  /** Name of its folder in a commit. */
  public static final String FOLDER = "canvas.zarr";

  private static final byte[] COVERED = new byte[CELLS * CELLS];

  static {
    Arrays.fill(COVERED, (byte) 255);
  }

  private final TileMosaic canvas;
  private final TileMosaic coverage;

  /** Begins the group under {@code dir/canvas.zarr}. */
  public CanvasZarr(Path dir, SlideHeader header) throws IOException {
    Path group = dir.resolve(FOLDER);
    var g = header.geometry();
    ZarrArray.writeJson(group.resolve(".zgroup"), Map.of("zarr_format", 2));
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("format", "cohortrun.canvas/1");
    attributes.put("channels", header.channels().stream().map(c -> c.id()).toList());
    attributes.put("micrometresPerPixel", g.tileMicrons() / CELLS);
    attributes.put("level0PixelsPerPixel", g.stride() / CELLS);
    attributes.put("value", "mean of round(255 p) over the cell");
    attributes.put("demo", header.bundle().demo());
    ZarrArray.writeJson(group.resolve(".zattrs"), attributes);
    this.canvas =
        new TileMosaic(
            group.resolve("canvas"), header.channelCount(), g.columns(), g.rows(), CELLS);
    this.coverage = new TileMosaic(group.resolve("coverage"), 0, g.columns(), g.rows(), CELLS);
  }

  /** Adds a tile in grid order; one that was left out leaves zeros. */
  public void add(TileRecord t) throws IOException {
    if (t.used()) {
      canvas.put(t.tile().column(), t.tile().row(), t.canvas());
      coverage.put(t.tile().column(), t.tile().row(), COVERED);
    }
  }

  @Override
  public void close() throws IOException {
    try (canvas;
        coverage) {
      // Both write what is left.
    }
  }
}
