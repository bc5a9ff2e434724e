package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.shard.SlideMaps;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.CohortInput;
import java.util.List;

/**
 * Bytes and time from tile counts; on the safe side, since a full disk costs more than a refusal.
 */
public final class SpaceForecast implements Forecaster {

  /**
   * Result, thumbnail, mask, report page: what a slide takes whatever its size, in the whole blocks
   * of a file system.
   */
  private static final long SLIDE_BYTES = 700_000;

  /** Canvas cells of a tile in the result, in a part, and in the report: bytes per channel. */
  private static final int CANVAS_BYTES = 3 * 64;

  /** Counts, pairs and JSON of a tile. */
  private static final int TILE_BYTES = 2_000;

  /**
   * Share of a map's raw bytes that remains compressed, coarser levels included, on smooth maps.
   */
  private static final double MAP_SHARE = 0.7;

  private final double tilesPerSecond;

  /**
   * For one kind of worker.
   *
   * @param tilesPerSecond rate of one worker, above 0
   */
  public SpaceForecast(double tilesPerSecond) {
    this.tilesPerSecond = tilesPerSecond;
  }

  @Override
  public Figures forecast(CohortInput input, Bundle bundle, List<SlideInspection> runnable) {
    int channels = bundle.channels().size();
    long tiles = 0;
    double bytes = 0;
    for (SlideInspection slide : runnable) {
      // Which slides are kept at full resolution is known by id, not by row: count the dearest.
      int mapPx = dearestMap(input, bundle);
      double map = MAP_SHARE * channels * mapPx * mapPx;
      bytes += SLIDE_BYTES + slide.tiles() * (TILE_BYTES + (double) channels * CANVAS_BYTES + map);
      tiles += slide.tiles();
    }
    return new Figures(
        runnable.size(), tiles, (long) bytes, tiles / tilesPerSecond, tilesPerSecond);
  }

  private static int dearestMap(CohortInput input, Bundle bundle) {
    List<String> full = input.outputs().fullSlides();
    return SlideMaps.of(input, full.isEmpty() ? "" : full.getFirst(), bundle).mapPx();
  }
}
