package io.cohortrun.workers.shard;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Try;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * Turns the parts of a slide into its committed result, and into its committed maps where they are
 * wanted.
 */
final class SlideCommitter {

  private static final int UPLOADS = 8;

  private final ObjectStore store;
  private final SlideCommits commits;
  private final Path scratch;
  private final Runnable alive;

  /**
   * Over one output store.
   *
   * @param scratch local folder for files that are being built
   * @param alive called every now and then: building and uploading maps takes long
   */
  SlideCommitter(ObjectStore store, Path scratch, Runnable alive) {
    this.store = store;
    this.commits = new SlideCommits(store);
    this.scratch = scratch;
    this.alive = alive;
  }

  /**
   * Merges parts that cover the whole slide, commits, and removes the parts. Another process may do
   * the same at the same time: whoever is first removes the parts under the other's hands.
   *
   * @throws IOException where a part is missing and nobody else committed, or the store fails
   */
  void commit(SlideHeader header, SlideMaps maps) throws IOException {
    PartStore parts = new PartStore(store, header, maps.mapPx());
    Files.createDirectories(scratch);
    Path local = Files.createTempDirectory(scratch, "slide");
    try {
      commit(header, maps, build(local, header, maps, parts), local);
    } catch (IOException e) {
      if (!committed(header, maps)) {
        throw e;
      }
    } finally {
      PathUtils.deleteDirectory(local);
    }
    parts.deleteAll();
  }

  /** Whether all that is wanted of the slide is in the store. */
  private boolean committed(SlideHeader header, SlideMaps maps) throws IOException {
    return commits.read(header.slideKey()).isPresent() && !maps.missing(commits, header.slideKey());
  }

  private void commit(SlideHeader header, SlideMaps maps, SlideResult result, Path local)
      throws IOException {
    if (commits.read(header.slideKey()).isEmpty()) {
      try (Try slide = commits.begin(header.slideKey())) {
        slide.put(SlideResult.FILE, result.toBytes());
        slide.put(Preview.FILE, local.resolve(Preview.FILE));
        slide.put(TilesGeoJson.FILE, local.resolve(TilesGeoJson.FILE));
        upload(slide, local, CanvasZarr.FOLDER);
        slide.commit(header.numericClass());
      }
    }
    if (maps.missing(commits, header.slideKey())) {
      try (Try pixels = commits.beginMaps(header.slideKey(), maps.profile())) {
        upload(pixels, local, OmeZarr.FOLDER);
        pixels.commit(header.numericClass());
      }
    }
  }

  /** Uploads all files of a folder, several at a time: over a network each waits for its answer. */
  private void upload(Try to, Path local, String folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(local.resolve(folder))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    List<Future<Void>> puts = new ArrayList<>();
    try (var uploads = Executors.newFixedThreadPool(UPLOADS, Thread.ofVirtual().factory())) {
      for (Path file : files) {
        puts.add(uploads.submit(() -> put(to, local, file)));
      }
    }
    for (Future<Void> put : puts) {
      if (put.state() == Future.State.FAILED) {
        throw new IOException(put.exceptionNow().getMessage(), put.exceptionNow());
      }
    }
  }

  private Void put(Try to, Path local, Path file) throws IOException {
    to.put(local.relativize(file).toString().replace('\\', '/'), file);
    alive.run();
    return null;
  }

  private SlideResult build(Path local, SlideHeader header, SlideMaps maps, PartStore parts)
      throws IOException {
    List<PartStore.Stored> cover = parts.cover(0, header.tilesKept());
    if (cover.isEmpty() || cover.getLast().range().to() != header.tilesKept()) {
      throw new IOException("parts of the slide disappeared before it was committed");
    }
    SlideMerge merge = new SlideMerge(header);
    Preview preview = new Preview(header);
    try (CanvasZarr canvas = new CanvasZarr(local, header);
        OmeZarr pixels = maps.wanted() ? new OmeZarr(local, header, maps.mapPx()) : null) {
      for (PartStore.Stored stored : cover) {
        Part part = parts.read(stored.range());
        alive.run();
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
}
