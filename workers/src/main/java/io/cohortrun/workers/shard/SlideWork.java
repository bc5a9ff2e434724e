package io.cohortrun.workers.shard;

import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.Grids;
import io.cohortrun.workers.slide.Roi;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workers.slide.TileSource;
import io.cohortrun.workers.slide.TissueMask;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideStager;
import io.cohortrun.workers.store.StagedSlide;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.plan.PlannedRange;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One range of one slide: stage, open, rebuild the grid from preflight's mask, infer into parts,
 * and commit where the range is the whole slide.
 */
final class SlideWork {

  private final ShardTools tools;
  private final ObjectStore store;
  private final CohortInput input;
  private final TileModel model;
  private final BooleanSupplier stop;
  private SlideInference inference;

  SlideWork(
      ShardTools tools,
      ObjectStore store,
      CohortInput input,
      TileModel model,
      BooleanSupplier stop) {
    this.tools = tools;
    this.store = store;
    this.input = input;
    this.model = model;
    this.stop = stop;
  }

  /** Tiles that were inferred so far, however the work ended. */
  long tiles() {
    return inference == null ? 0 : inference.tally().tiles();
  }

  /** Time of the device so far; of tiles that are not in parts yet, as if they never will be. */
  Usage usage() {
    if (inference == null) {
      return Usage.NONE;
    }
    SlideInference.Tally tally = inference.tally();
    return new Usage(tally.busySeconds(), Math.max(0, tally.wastedSeconds()), 0);
  }

  /**
   * Works until the range is in parts, and committed if it is the whole slide.
   *
   * @param progress told the tiles of the range that are done
   * @throws SlideFailure what ends the slide
   * @throws IOException where a store or this machine fails
   * @throws Drained where the worker is stopping
   */
  void run(PlannedRange range, SlideInspection found, ManifestRow row, IntConsumer progress)
      throws SlideFailure, IOException, Drained, InterruptedException {
    SlideMaps maps = SlideMaps.of(input, row.slideId(), model.bundle());
    long start = System.nanoTime();
    SlideStager staging = tools.staging().apply(store);
    try (StagedSlide staged = staging.stage(row.uri())) {
      if (!staged.contentDigest().equals(found.contentDigest())) {
        throw new SlideFailure(
            Outcome.DigestMismatch,
            "the slide's content changed after preflight; run it again with 'cohort retry', and let nobody write to slides during a run");
      }
      tools.metrics().took(Stage.STAGE, System.nanoTime() - start);
      try (SlideReader reader = tools.opener().open(staged.path())) {
        requireSameReader(reader.info(), found);
        TissueMask mask =
            TissueMask.fromPng(required(new RunLayout(input.run()).mask(found.row())));
        TileGrid grid = grid(reader.info(), found, mask, roi(staging, row));
        SlideHeader header = header(reader.info(), found, grid);
        TileSource tiles = new TileSource(reader, grid, mask, input.settings(), model.marginPx());
        inference =
            new SlideInference(model, tools.pace(), tools.inferring(), tools.metrics(), stop);
        PartStore parts = new PartStore(store, header, maps.mapPx());
        try {
          inference.run(
              new SlideInference.Job(
                  header, grid, tiles::read, range.fromTile(), range.toTile(), maps.mapPx()),
              parts,
              progress);
        } catch (SlideFailure e) {
          if (e.code() == Outcome.TooManyBadTiles && range.whole()) {
            parts.deleteAll();
          }
          throw e;
        } finally {
          tools.metrics().wasted(inference.tally().wastedSeconds());
        }
        if (range.whole()) {
          start = System.nanoTime();
          new SlideCommitter(store, tools.scratch(), () -> progress.accept(range.tiles()))
              .commit(header, maps);
          tools.metrics().took(Stage.COMMIT, System.nanoTime() - start);
          tools.metrics().commit();
        }
      }
    }
  }

  private static void requireSameReader(SlideInfo info, SlideInspection found) throws IOException {
    String here = info.reader() + " " + info.readerVersion();
    if (!here.equals(found.reader())) {
      throw new IOException(
          "preflight read this slide with %s and this worker has %s: give all workers one image"
              .formatted(found.reader(), here));
    }
  }

  private Roi roi(SlideStager staging, ManifestRow row) throws SlideFailure, IOException {
    if (row.roi() == null) {
      return null;
    }
    try (StagedSlide file = staging.stage(row.roi())) {
      return Roi.parse(Files.readAllBytes(file.path()));
    }
  }

  private TileGrid grid(SlideInfo info, SlideInspection found, TissueMask mask, Roi roi)
      throws SlideFailure {
    Bundle bundle = model.bundle();
    TileGrid grid =
        Grids.of(
            info,
            found.mpp(),
            input.settings().targetMpp(bundle.mpp()),
            bundle.tilePx(),
            mask,
            input.settings(),
            roi);
    if (grid.tiles().size() != found.tiles()) {
      throw new SlideFailure(
          Outcome.DigestMismatch,
          "preflight found %d tiles and this worker finds %d: the region of interest changed; run it again with 'cohort retry'"
              .formatted(found.tiles(), grid.tiles().size()));
    }
    return grid;
  }

  private SlideHeader header(SlideInfo info, SlideInspection found, TileGrid grid) {
    Bundle bundle = model.bundle();
    return new SlideHeader(
        found.slideKey(),
        new SlideHeader.BundleRef(
            bundle.id(), bundle.version(), input.bundleDigest(), bundle.demo()),
        bundle.channels(),
        model.numericClass(),
        new SlideHeader.Geometry(
            grid.mpp(),
            found.mppSource(),
            grid.targetMpp(),
            grid.tilePx(),
            bundle.windowPx(),
            grid.level(),
            grid.readPx(),
            grid.stride(),
            grid.columns(),
            grid.rows(),
            info.bounds().x(),
            info.bounds().y()),
        input.settings(),
        info.reader() + " " + info.readerVersion(),
        grid.tiles().size());
  }

  private byte[] required(String key) throws IOException {
    return store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
  }
}
