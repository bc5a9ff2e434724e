package io.cohortrun.workflows.contract;

import java.util.SortedMap;

/**
 * Everything beside slide and bundle that changes numbers; part of every slide key.
 *
 * @param resolution {@code bundle} (what it was made for) or {@code paper-literal} (0.5 um/px;
 *     refused with a bundle that was made for another)
 * @param maskProfile tissue mask: {@code default} or {@code gigatime} (reproduction only)
 * @param tiling {@code published} (windows do not overlap) or {@code blended}
 * @param precision numeric profile admitted by the bundle: {@code fp32}, {@code bf16}, {@code fp16}
 * @param validPixels what densities are a share of: {@code tissue} (default) or {@code tile}
 * @param minTissueFraction least share of tissue in a kept tile, 0..1, default 0.10
 * @param allowUpsample read slides coarser than 1.3 x the bundle's mpp, flagged on every row
 * @param badTileBudget largest share of tiles that may fail to decode, 0..1, default 0.05
 * @param thresholds channel id to probability threshold, over the bundle's own; empty by default
 */
public record SlideSettings(
    String resolution,
    String maskProfile,
    String tiling,
    String precision,
    String validPixels,
    double minTissueFraction,
    boolean allowUpsample,
    double badTileBudget,
    SortedMap<String, Double> thresholds) {

  /** What one sentence of GigaTIME's paper says, to reproduce it; um/px. */
  public static final double PAPER_LITERAL_MPP = 0.5;

  /** Settings at the bundle's own resolution. */
  public SlideSettings(
      String maskProfile,
      String tiling,
      String precision,
      String validPixels,
      double minTissueFraction,
      boolean allowUpsample,
      double badTileBudget,
      SortedMap<String, Double> thresholds) {
    this(
        "bundle",
        maskProfile,
        tiling,
        precision,
        validPixels,
        minTissueFraction,
        allowUpsample,
        badTileBudget,
        thresholds);
  }

  /** Micrometres per pixel that tiles are read at, for a bundle made for {@code bundleMpp}. */
  public double targetMpp(double bundleMpp) {
    return literal() ? PAPER_LITERAL_MPP : bundleMpp;
  }

  /** Whether the run insists on the resolution of the paper's sentence. */
  public boolean literal() {
    return "paper-literal".equals(resolution);
  }
}
