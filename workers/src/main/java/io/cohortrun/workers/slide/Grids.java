package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.ArrayList;
import java.util.List;

/** Builds the tile grid of a slide from its mask: pure, so that preflight and shard agree. */
public final class Grids {

  private Grids() {}

  /**
   * The kept tiles of a slide.
   *
   * <p>Tile (c, r) starts at (bounds.x + round(c S), bounds.y + round(r S)) and ends where its
   * neighbour starts. Only tiles that end inside the bounds exist; of these, a tile is kept if its
   * tissue share is at least {@code minTissueFraction} and its centre lies in the region of
   * interest, where there is one.
   *
   * @param mpp micrometres per level-0 pixel
   * @param targetMpp of the bundle
   * @param tilePx T
   * @param roi region of interest, or null for the whole slide
   * @throws SlideFailure ResolutionTooLow, TooLarge, TooSmall (not one whole tile), NoTissue
   *     (tiles, but none to keep)
   */
  public static TileGrid of(
      SlideInfo info,
      double mpp,
      double targetMpp,
      int tilePx,
      TissueMask mask,
      SlideSettings settings,
      Roi roi)
      throws SlideFailure {
    ReadPlan plan = ReadPlan.of(info, mpp, targetMpp, tilePx, settings.allowUpsample());
    SlideInfo.Rect bounds = info.bounds();
    int columns = whole(bounds.width(), plan.stride());
    int rows = whole(bounds.height(), plan.stride());
    requireOne(bounds, mpp, plan, columns, rows);
    List<TileGrid.Tile> tiles = new ArrayList<>();
    boolean tissue = false;
    for (int row = 0; row < rows; row++) {
      long y = bounds.y() + ReadPlan.round(row * plan.stride());
      for (int column = 0; column < columns; column++) {
        long x = bounds.x() + ReadPlan.round(column * plan.stride());
        double share = mask.fraction(x, y, plan.stride(), plan.stride());
        // A minimum of 0 keeps every tile, which is what its user asked for.
        if (share < settings.minTissueFraction()) {
          continue;
        }
        tissue = true;
        if (roi == null
            || roi.contains(
                x - bounds.x() + plan.stride() / 2, y - bounds.y() + plan.stride() / 2)) {
          tiles.add(new TileGrid.Tile(column, row, x, y, share));
        }
      }
    }
    if (tiles.isEmpty()) {
      throw empty(columns, rows, settings, tissue);
    }
    return new TileGrid(
        mpp,
        targetMpp,
        tilePx,
        plan.level(),
        plan.readPx(),
        plan.stride(),
        columns,
        rows,
        List.copyOf(tiles));
  }

  /** Refuses a slide that does not hold one whole tile. */
  static void requireOne(SlideInfo.Rect bounds, double mpp, ReadPlan plan) throws SlideFailure {
    requireOne(
        bounds,
        mpp,
        plan,
        whole(bounds.width(), plan.stride()),
        whole(bounds.height(), plan.stride()));
  }

  private static void requireOne(
      SlideInfo.Rect bounds, double mpp, ReadPlan plan, int columns, int rows) throws SlideFailure {
    if (columns == 0 || rows == 0) {
      long side = ReadPlan.round(plan.stride());
      throw new SlideFailure(
          Outcome.TooSmall,
          ("the scanned area is %d x %d pixels (%.0f x %.0f um) and one tile needs %d x %d: check"
                  + " that the file is the scan and not a thumbnail, and that its mpp is right")
              .formatted(
                  bounds.width(),
                  bounds.height(),
                  bounds.width() * mpp,
                  bounds.height() * mpp,
                  side,
                  side));
    }
  }

  /** Tiles k with round((k + 1) S) <= length. */
  private static int whole(long length, double stride) {
    int n = (int) Math.floor(length / stride);
    while (ReadPlan.round((n + 1) * stride) <= length) {
      n++;
    }
    while (n > 0 && ReadPlan.round(n * stride) > length) {
      n--;
    }
    return n;
  }

  private static SlideFailure empty(
      int columns, int rows, SlideSettings settings, boolean tissueOutsideRoi) {
    String message =
        tissueOutsideRoi
            ? "no tissue tile has its centre in the region of interest: check that it was drawn on"
                + " this slide, in pixels of the full resolution"
            : ("none of the %d tiles has at least %s %% tissue (mask profile %s): look at the"
                    + " thumbnail; if there is tissue, it may be another stain, or lower"
                    + " minTissueFraction")
                .formatted(
                    (long) columns * rows,
                    Math.round(settings.minTissueFraction() * 1000) / 10.0,
                    settings.maskProfile());
    return new SlideFailure(Outcome.NoTissue, message);
  }
}
