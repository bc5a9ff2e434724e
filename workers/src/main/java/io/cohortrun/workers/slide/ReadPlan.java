package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * How tiles are read: from which level, how many of its pixels, and how far apart.
 *
 * <p>The coarsest level that is still fine enough is read: the largest downsample d with mpp * d <=
 * 1.05 * target, or level 0 where none is. Where mpp * d lies within 5 % of the target, exactly T
 * pixels are read and nothing is resized.
 *
 * @param level index of the level
 * @param downsample d of that level
 * @param readPx side of the region read, pixels of that level
 * @param stride S, distance of tiles in level-0 pixels, not rounded: T * d where nothing is
 *     resized, else T * target / mpp, so that tiles neither overlap nor leave gaps
 * @param upsampling mpp * d / target: above 1 the tile is enlarged
 */
public record ReadPlan(int level, double downsample, int readPx, double stride, double upsampling) {

  /** Above this enlargement a slide is refused unless the run allows it. */
  public static final double MAX_UPSAMPLING = 1.3;

  private static final double SAME = 0.05;

  /** Absorbs the rounding of decimal mpp values in the comparisons. */
  private static final double SLACK = 1e-9;

  /**
   * Plans the reads of one slide.
   *
   * @throws SlideFailure ResolutionTooLow, TooLarge
   */
  public static ReadPlan of(
      SlideInfo info, double mpp, double targetMpp, int tilePx, boolean allowUpsample)
      throws SlideFailure {
    int level = coarsest(info.levels(), mpp, 1.05 * targetMpp);
    double downsample = info.levels().get(level).downsample();
    double ratio = mpp * downsample / targetMpp;
    if (ratio > MAX_UPSAMPLING + SLACK && !allowUpsample) {
      throw new SlideFailure(
          Outcome.ResolutionTooLow,
          String.format(
              Locale.ROOT,
              "the slide has %.4g um per pixel and the model wants %.4g: enlarging %.2f times invents"
                  + " detail; scan at a higher power, use a bundle for this resolution, or set"
                  + " allowUpsample",
              mpp,
              targetMpp,
              ratio));
    }
    if (Math.abs(ratio - 1) <= SAME + SLACK) {
      return new ReadPlan(level, downsample, tilePx, tilePx * downsample, ratio);
    }
    long readPx = Math.max(1, round(tilePx / ratio));
    requireReadable(readPx, targetMpp);
    return new ReadPlan(level, downsample, (int) readPx, tilePx * targetMpp / mpp, ratio);
  }

  /** 4096 x 4096 pixels are 64 MiB as int, the most that one read may take of a decode child. */
  private static final int MAX_READ = 4096;

  /** Refuses what no decode child can read at once. */
  static void requireReadable(long readPx, double targetMpp) throws SlideFailure {
    if (readPx > MAX_READ) {
      throw new SlideFailure(
          Outcome.TooLarge,
          ("one tile would be read as %d x %d pixels, because the file has no level near %s um per"
                  + " pixel: convert it to a pyramid, or check its mpp")
              .formatted(readPx, readPx, targetMpp));
    }
  }

  /** Largest downsample d with mpp * d <= limit; the finest level where there is none. */
  static int coarsest(List<SlideInfo.Level> levels, double mpp, double limit) {
    int best = 0;
    for (int i = 1; i < levels.size(); i++) {
      double downsample = levels.get(i).downsample();
      if (mpp * downsample <= limit * (1 + SLACK) && downsample > levels.get(best).downsample()) {
        best = i;
      }
    }
    return best;
  }

  /** Half up: floor(value + 0.5). The one rounding rule of the geometry. */
  static long round(double value) {
    return (long) Math.floor(value + 0.5);
  }
}
