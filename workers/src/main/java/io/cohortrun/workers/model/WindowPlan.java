package io.cohortrun.workers.model;

import java.util.stream.IntStream;

/**
 * Where the windows of a tile lie, along either axis, and how they are joined.
 *
 * <p>{@code published}: T / w windows side by side. {@code blended}: a margin of w / 4 around the
 * tile is read too, and as few windows as overlap by w / 4 or more cover both; where two overlap,
 * their logits are mixed by a straight ramp from one to the other. So each pixel of the tile sees w
 * / 4 of tissue to every side, across the tile's border as well.
 *
 * @param tilePx T
 * @param windowPx w
 * @param marginPx pixels that are read around the tile, 0 when published
 * @param starts first pixel of each window relative to the tile, from -marginPx on
 */
record WindowPlan(int tilePx, int windowPx, int marginPx, int[] starts) {

  private static final String PUBLISHED = "published";
  private static final String BLENDED = "blended";

  /**
   * Of tiles of side t and windows of side w.
   *
   * @param tiling {@code published} or {@code blended}
   */
  static WindowPlan of(int t, int w, String tiling) {
    return switch (tiling) {
      case PUBLISHED ->
          new WindowPlan(t, w, 0, IntStream.range(0, t / w).map(i -> i * w).toArray());
      case BLENDED -> blended(t, w);
      default ->
          throw new ModelRejected(
              ModelRejected.Code.Invalid,
              "tiling %s is neither %s nor %s".formatted(tiling, PUBLISHED, BLENDED));
    };
  }

  private static WindowPlan blended(int t, int w) {
    int margin = w / 4;
    int way = t + 2 * margin - w;
    int steps = Math.ceilDiv(way, w - margin);
    return new WindowPlan(
        t,
        w,
        margin,
        IntStream.rangeClosed(0, steps)
            .map(i -> Math.toIntExact(Math.round((double) i * way / steps)) - margin)
            .toArray());
  }

  boolean blends() {
    return marginPx > 0;
  }

  /** Side of what is read: the tile and its margin. */
  int readPx() {
    return tilePx + 2 * marginPx;
  }

  /** Side of the squares that the head is given: seams between them are left out of gradients. */
  int headWindowPx() {
    return blends() ? tilePx : windowPx;
  }

  /**
   * [w] share of window {@code i} along one axis; the shares of all windows at a pixel add to 1.
   */
  float[] shares(int i) {
    float[] shares = new float[windowPx];
    for (int at = 0; at < windowPx; at++) {
      float share = 1;
      if (i > 0) {
        share = ramp(starts[i - 1], starts[i], at);
      }
      if (share == 1 && i < starts.length - 1) {
        share = 1 - ramp(starts[i], starts[i + 1], at - (starts[i + 1] - starts[i]));
      }
      shares[at] = share;
    }
    return shares;
  }

  /** Share of the later of two windows at its pixel {@code at}, from 0 before it to 1. */
  private float ramp(int earlier, int later, int at) {
    int overlap = earlier + windowPx - later;
    return Math.clamp((at + 0.5f) / overlap, 0f, 1f);
  }
}
