package io.cohortrun.workers.model;

import java.util.Arrays;

/**
 * q = round(255 p) as comparisons of the float32 logit, so that every device gives the same
 * integers: q is the number of edges e_k = (float) logit((k - 0.5) / 255), k = 1..255, that are
 * &lt;= z.
 *
 * <p>The feature head finds q without a search: logits are cut into cells so narrow that each holds
 * one edge at most. Cell borders keep away from edges by more than float32 can blur, so that it
 * does not matter on which side of a border a logit is put.
 */
final class Quantiser {

  /** Cells start at -SHIFT; chosen to keep borders far from edges. Exact in float32. */
  static final float SHIFT = 8 + 68f / 16384;

  /** Cells per unit of the logit; a power of two, so that scaling is exact. */
  static final float SCALE = 128;

  static final int CELLS = 2050;

  private static final float[] EDGES = edges();

  private Quantiser() {}

  /** The edge below q = k is entry k - 1. */
  static float[] edges() {
    float[] edges = new float[255];
    for (int k = 1; k <= 255; k++) {
      edges[k - 1] = logit((k - 0.5) / 255);
    }
    return edges;
  }

  /** Logit of a probability in (0, 1), by {@link StrictMath} so that it is the same everywhere. */
  static float logit(double p) {
    return (float) StrictMath.log(p / (1 - p));
  }

  /** q of a logit that is a number. */
  static int q(float z) {
    int at = Arrays.binarySearch(EDGES, z == 0 ? 0f : z); // -0.0 sorts below 0.0
    return at >= 0 ? at + 1 : -at - 1;
  }

  static int cell(float z) {
    return (int) Math.clamp((z + SHIFT) * SCALE, 0f, CELLS - 1f);
  }

  /** [CELLS] edges below each cell. */
  static byte[] base() {
    byte[] base = new byte[CELLS];
    for (int i = 0; i < CELLS; i++) {
      int below = 0;
      while (below < EDGES.length && cell(EDGES[below]) < i) {
        below++;
      }
      base[i] = (byte) below;
    }
    return base;
  }

  /** [CELLS] the edge inside each cell, or NaN, which no logit reaches. */
  static float[] edgeInCell() {
    float[] inside = new float[CELLS];
    Arrays.fill(inside, Float.NaN);
    for (float e : EDGES) {
      inside[cell(e)] = e;
    }
    return inside;
  }
}
