package io.cohortrun.workers.shard;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Try;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the parts of a slide into its committed result, and into its committed maps where they are
 * wanted.
 */
final class SlideCommitter {

  private final ObjectStore store;
  private final SlideCommits commits;
  private final Path scratch;

  /**
   * Over one output store.
   *
   * @param scratch local folder for files that are being built
   */
  SlideCommitter(ObjectStore store, Path scratch) {
    this.store = store;
    this.commits = new SlideCommits(store);
    this.scratch = scratch;
  }

  /**
   * Merges parts that cover the whole slide, commits, and removes the parts.
   *
   * @throws IOException where a part is missing or the store fails
   */
  void commit(SlideHeader header, SlideMaps maps) throws IOException {
    PartStore parts = new PartStore(store, header, maps.mapPx());
    List<PartStore.Stored> cover = parts.cover(0, header.tilesKept());
    Files.createDirectories(scratch);
    Path local = Files.createTempDirectory(scratch, "slide");
    try {
      SlideResult result = build(local, header, maps, parts, cover);
      if (commits.read(header.slideKey()).isEmpty()) {
        try (Try slide = commits.begin(header.slideKey())) {
          slide.put(SlideResult.FILE, result.toBytes());
          slide.put(CanvasZarr.FOLDER, local.resolve(CanvasZarr.FOLDER));
          slide.put(Preview.FILE, local.resolve(Preview.FILE));
          slide.put(TilesGeoJson.FILE, local.resolve(TilesGeoJson.FILE));
          slide.commit(header.numericClass());
        }
      }
      if (maps.wanted() && commits.readMaps(header.slideKey(), maps.profile()).isEmpty()) {
        try (Try pixels = commits.beginMaps(header.slideKey(), maps.profile())) {
          pixels.put(OmeZarr.FOLDER, local.resolve(OmeZarr.FOLDER));
          pixels.commit(header.numericClass());
        }
      }
      parts.deleteAll();
    } finally {
      delete(local);
    }
  }

  private static SlideResult build(
      Path local, SlideHeader header, SlideMaps maps, PartStore parts, List<PartStore.Stored> cover)
      throws IOException {
    SlideMerge merge = new SlideMerge(header);
    Preview preview = new Preview(header);
    try (CanvasZarr canvas = new CanvasZarr(local, header);
        OmeZarr pixels = maps.wanted() ? new OmeZarr(local, header, maps.mapPx()) : null) {
      for (PartStore.Stored stored : cover) {
        Part part = parts.read(stored.range());
        merge.add(part);
        for (TileRecord tile : part.tiles()) {
          canvas.add(tile);
          preview.add(tile);
          if (pixels != null) {
            pixels.add(tile);
          }
        }
      }
    }
    SlideResult result = merge.result();
    Files.write(local.resolve(Preview.FILE), preview.toPng());
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(local.resolve(TilesGeoJson.FILE)))) {
      TilesGeoJson.write(result, out);
    }
    return result;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
