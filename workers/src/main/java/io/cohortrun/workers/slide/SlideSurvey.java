package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at one open slide: can it be inferred, at what resolution, on which tiles?
 *
 * <p>The first check that fails names the outcome, in this order: pixel type, a tile decodes,
 * brightfield, mpp, resolution, size, tissue. What was found before a failure stays readable here,
 * so that the ledger and the failure bundle can show it.
 */
public final class SlideSurvey {

  /** Less of the tissue outside whole tiles is not worth a warning. */
  private static final double MOST_OUTSIDE = 0.02;

  private final SlideReader reader;
  private final SlideInfo info;
  private final SlideSettings settings;
  private final double targetMpp;
  private final int tilePx;
  private final Double mppOverride;
  private final Roi roi;
  private final List<String> warnings = new ArrayList<>();
  private Mpp mpp;
  private Thumbnail thumbnail;
  private TissueMask mask;
  private MaskSink sink;
  private boolean scanned;

  /**
   * Prepares the look; nothing is read yet.
   *
   * @param mppOverride the manifest's mpp, or null
   * @param roi region of interest, or null
   */
  public SlideSurvey(
      SlideReader reader,
      SlideSettings settings,
      double targetMpp,
      int tilePx,
      Double mppOverride,
      Roi roi) {
    this.reader = reader;
    this.info = reader.info();
    this.settings = settings;
    this.targetMpp = targetMpp;
    this.tilePx = tilePx;
    this.mppOverride = mppOverride;
    this.roi = roi;
  }

  /**
   * Looks at a slide in one call; parameters as in the constructor, failures as in {@link #run}.
   */
  public static Survey survey(
      SlideReader reader,
      SlideSettings settings,
      double targetMpp,
      int tilePx,
      Double mppOverride,
      Roi roi)
      throws SlideFailure {
    return new SlideSurvey(reader, settings, targetMpp, tilePx, mppOverride, roi).run();
  }

  /**
   * Looks.
   *
   * @throws SlideFailure UnsupportedPixels, Unreadable, NotBrightfield, MissingMpp, ImplausibleMpp,
   *     AnisotropicMpp, ResolutionTooLow, TooLarge, TooSmall, NoTissue, and what the reader throws
   */
  public Survey run() throws SlideFailure {
    requirePixels();
    SampleTiles.requireOne(reader);
    SlideFailure noMpp = resolve();
    look();
    if (noMpp != null) {
      throw noMpp;
    }
    ReadPlan plan = ReadPlan.of(info, mpp.value(), targetMpp, tilePx, settings.allowUpsample());
    if (plan.upsampling() > ReadPlan.MAX_UPSAMPLING) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "enlarged %.2f times to reach %.4g um per pixel (allowUpsample)",
              plan.upsampling(),
              targetMpp));
    }
    Grids.requireOne(info.bounds(), mpp.value(), plan);
    findTissue();
    TileGrid grid = Grids.of(info, mpp.value(), targetMpp, tilePx, mask, settings, roi);
    double outside = outsideWholeTiles(grid);
    if (roi == null && outside > MOST_OUTSIDE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.0f %% of the tissue lies at the right or lower edge, where no whole tile fits: it has no maps and is not counted",
              100 * outside));
    }
    return new Survey(mpp.value(), mpp.source(), grid, mask, thumbnail, List.copyOf(warnings));
  }

  /** Share of the tissue that no tile can cover, since only whole tiles exist. */
  private double outsideWholeTiles(TileGrid grid) {
    SlideInfo.Rect bounds = info.bounds();
    double width = grid.columns() * grid.stride();
    double height = grid.rows() * grid.stride();
    double inside = mask.fraction(bounds.x(), bounds.y(), width, height) * width * height;
    double all =
        mask.fraction(bounds.x(), bounds.y(), (double) bounds.width(), (double) bounds.height())
            * bounds.width()
            * bounds.height();
    return all == 0 ? 0 : 1 - inside / all;
  }

  private void requirePixels() throws SlideFailure {
    if (info.channels() < 3 || info.channels() > 4 || info.bitsPerChannel() != 8) {
      throw new SlideFailure(
          Outcome.UnsupportedPixels,
          ("the file has %d channels of %d bits, and H&E is 3 channels (or 4 with alpha) of 8 bits:"
                  + " export it as 8-bit RGB, or leave it out")
              .formatted(info.channels(), info.bitsPerChannel()));
    }
    SlideInfo.Level base = info.base();
    if (base.width() > Integer.MAX_VALUE || base.height() > Integer.MAX_VALUE) {
      throw new SlideFailure(
          Outcome.TooLarge,
          "the file claims %d x %d pixels: it is damaged, or no slide"
              .formatted(base.width(), base.height()));
    }
  }

  /** Finds the mpp, or returns its failure: brightfield is judged before it. */
  private SlideFailure resolve() {
    try {
      mpp = MppRules.resolve(info.resolution(), mppOverride);
      warnings.addAll(mpp.warnings());
      return null;
    } catch (SlideFailure failure) {
      return failure;
    }
  }

  /**
   * Thumbnail and brightfield. Where the mask needs the same level, as on a slide without pyramid,
   * the level is read once for both.
   */
  private void look() throws SlideFailure {
    LevelWindow window = Overview.window(info);
    Overview overview = new Overview(window, info.background());
    if (mpp != null && settings.maskProfile().equals("default")) {
      sink = new DefaultMask(info, mpp.value());
    }
    scanned = sink != null && sink.window().equals(window);
    scan(window, scanned ? List.of(overview, sink) : List.of(overview), scanned ? sink : null);
    thumbnail = overview.finish();
    if (overview.darkfield()) {
      throw new SlideFailure(
          Outcome.NotBrightfield,
          "the picture is light on dark, as fluorescence is: leave the slide out, since the model was"
              + " made for brightfield H&E");
    }
  }

  private void findTissue() throws SlideFailure {
    if (sink == null) {
      sink = new GigatimeMask(info, mpp.value());
    }
    if (!scanned) {
      scan(sink.window(), List.of(sink), sink);
    }
    mask = sink.finish();
    warnings.addAll(sink.warnings());
    if (roi != null && roi.ignored() > 0) {
      warnings.add(
          "the region of interest holds %d points or lines, which have no area and were left out"
              .formatted(roi.ignored()));
    }
  }

  /** Reads a window; {@code cells} says where blocks may end, null for anywhere. */
  private void scan(LevelWindow window, List<LevelSink> sinks, MaskSink cells) throws SlideFailure {
    double unreadable =
        LevelScan.run(
            reader,
            window,
            cells == null ? LevelScan.anywhere(window.width()) : cells.columnEdges(),
            cells == null ? LevelScan.anywhere(window.height()) : cells.rowEdges(),
            sinks);
    if (unreadable > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.2g %% of level %d does not decode and counts as tissue until its tiles are tried",
              100 * unreadable,
              window.level()));
    }
  }

  /** The resolution, or null where the survey ended before it. */
  public Mpp mpp() {
    return mpp;
  }

  /** The thumbnail, or null where the survey ended before it. */
  public Thumbnail thumbnail() {
    return thumbnail;
  }

  /** The mask, or null where the survey ended before it. */
  public TissueMask mask() {
    return mask;
  }

  /** Warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
