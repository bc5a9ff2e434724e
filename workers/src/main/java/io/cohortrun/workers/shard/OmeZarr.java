package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Virtual mIF maps as OME-Zarr 0.4 (zarr v2), {@code maps.ome.zarr}: uint8 [C, y, x] of round(255
 * p), halved level by level, in micrometres that align with the H&E slide.
 *
 * <p>A tile's pixels lie at its place in the grid. World coordinates are those of pixel centres:
 * the centre of the slide's level-0 pixel (0, 0) is the origin, so a level of pixel size s begins
 * at (s - mpp) / 2.
 */
public final class OmeZarr implements AutoCloseable {

  /** Name of its folder in a commit. */
  public static final String FOLDER = "maps.ome.zarr";

  private static final int SMALL = 512;

  private final Path group;
  private final SlideHeader header;
  private final int mapPx;
  private final TileMosaic base;

  /**
   * Begins the image under {@code dir/maps.ome.zarr}.
   *
   * @param mapPx map pixels of a tile along one side
   */
  public OmeZarr(Path dir, SlideHeader header, int mapPx) throws IOException {
    this.group = dir.resolve(FOLDER);
    this.header = header;
    this.mapPx = mapPx;
    var g = header.geometry();
    this.base =
        new TileMosaic(group.resolve("0"), header.channelCount(), g.columns(), g.rows(), mapPx);
  }

  /** Adds a tile in grid order; one that was left out leaves zeros. */
  public void add(TileRecord t) throws IOException {
    if (t.used()) {
      base.put(t.tile().column(), t.tile().row(), t.map());
    }
  }

  /** Writes what is left, the coarser levels and the metadata. */
  @Override
  public void close() throws IOException {
    base.close();
    List<ZarrArray> levels = new ArrayList<>(List.of(base.array()));
    while (Math.max(levels.getLast().width(), levels.getLast().height()) > SMALL) {
      levels.add(ZarrHalving.halve(levels.getLast(), group.resolve("" + levels.size())));
    }
    ZarrArray.writeJson(group.resolve(".zgroup"), Map.of("zarr_format", 2));
    ZarrArray.writeJson(group.resolve(".zattrs"), attributes(levels.size()));
  }

  private Map<String, Object> attributes(int levels) {
    var g = header.geometry();
    double mpp = g.mpp();
    double finest = g.tileMicrons() / mapPx;
    List<Object> datasets = new ArrayList<>();
    for (int k = 0; k < levels; k++) {
      double scale = finest * (1 << k);
      double top = g.boundsY() * mpp + (scale - mpp) / 2;
      double left = g.boundsX() * mpp + (scale - mpp) / 2;
      datasets.add(
          ordered(
              "path",
              Integer.toString(k),
              "coordinateTransformations",
              List.of(
                  ordered("type", "scale", "scale", new double[] {1, scale, scale}),
                  ordered("type", "translation", "translation", new double[] {0, top, left}))));
    }
    Map<String, Object> multiscale =
        ordered(
            "version",
            "0.4",
            "name",
            header.bundle().demo() ? "demo maps (not proteins)" : "virtual mIF",
            "axes",
            List.of(
                ordered("name", "c", "type", "channel"),
                ordered("name", "y", "type", "space", "unit", "micrometer"),
                ordered("name", "x", "type", "space", "unit", "micrometer")),
            "datasets",
            datasets,
            "type",
            "mean");
    return ordered("multiscales", List.of(multiscale), "omero", omero());
  }

  private Map<String, Object> omero() {
    List<Object> channels = new ArrayList<>();
    Set<Integer> active =
        Arrays.stream(Preview.choose(header.channels())).boxed().collect(Collectors.toSet());
    for (int i = 0; i < header.channelCount(); i++) {
      Bundle.Channel c = header.channels().get(i);
      channels.add(
          ordered(
              "label",
              c.id(),
              "color",
              "%06X".formatted(c.colour() & 0xFFFFFF),
              "active",
              active.contains(i),
              "coefficient",
              1,
              "family",
              "linear",
              "inverted",
              false,
              "window",
              ordered("min", 0, "start", 0, "end", 255, "max", 255)));
    }
    return ordered(
        "version",
        "0.4",
        "channels",
        channels,
        "rdefs",
        ordered("defaultT", 0, "defaultZ", 0, "model", "color"));
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
