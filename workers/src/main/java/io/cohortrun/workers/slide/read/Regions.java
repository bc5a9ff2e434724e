package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workflows.contract.Outcome;

/** The checks that every reader makes before a region costs anything. */
public final class Regions {

  /** Largest region of one read: 16 Mi pixels, 64 MiB. */
  public static final long MAX_BYTES = 64L << 20;

  private Regions() {}

  /**
   * Bytes of a region.
   *
   * @param room pixels that the caller has memory for
   * @throws SlideFailure TooLarge above {@code maxBytes}
   * @throws IllegalArgumentException where the caller is wrong: no such level, no pixels, too
   *     little room
   */
  public static long check(
      SlideInfo info, int level, int width, int height, long room, long maxBytes)
      throws SlideFailure {
    if (level < 0 || level >= info.levels().size()) {
      throw new IllegalArgumentException(
          "level " + level + " of a slide with " + info.levels().size() + " levels");
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("region of " + width + " x " + height + " pixels");
    }
    long pixels = (long) width * height;
    if (pixels * Integer.BYTES > maxBytes) {
      throw new SlideFailure(
          Outcome.TooLarge,
          "A region of %d x %d pixels is above the limit of %d MiB for one read."
              .formatted(width, height, maxBytes >> 20));
    }
    if (room < pixels) {
      throw new IllegalArgumentException("room of " + room + " for " + pixels + " pixels");
    }
    return pixels * Integer.BYTES;
  }
}
