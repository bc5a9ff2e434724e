package io.cohortrun.workers.slide;

/**
 * Quality of one tile, from exact integer sums over its grey (see {@link Luma}); one division at
 * the end.
 */
final class TileQuality {

  private static final int BLACK = 15;
  private static final double MOST_BLACK = 0.3;
  private static final double LEAST_VARIANCE = 200;
  private static final double MOST_TRANSPARENT = 0.5;

  private TileQuality() {}

  /**
   * Measures a tile.
   *
   * @param rgb t * t * 3 bytes
   * @param transparent share measured when compositing
   */
  static TileQc of(byte[] rgb, int t, double transparent) {
    int pixels = t * t;
    int[] grey = Luma.of(rgb, pixels);
    return new TileQc(
        black(rgb, pixels) / (double) pixels,
        variance(grey),
        variance(laplacian(grey, t)),
        transparent);
  }

  /**
   * Why a tile is not inferred: {@code transparent} (more than half outside the scan), {@code
   * black} (share of black pixels at least 0.3) or {@code flat} (variance at most 200); null where
   * it is.
   */
  static String rejection(TileQc qc) {
    if (qc.transparent() > MOST_TRANSPARENT) {
      return "transparent";
    }
    if (!(qc.black() < MOST_BLACK)) {
      return "black";
    }
    return qc.variance() > LEAST_VARIANCE ? null : "flat";
  }

  private static int black(byte[] rgb, int pixels) {
    int black = 0;
    for (int i = 0, p = 0; i < pixels; i++, p += 3) {
      if ((rgb[p] & 0xFF) < BLACK && (rgb[p + 1] & 0xFF) < BLACK && (rgb[p + 2] & 0xFF) < BLACK) {
        black++;
      }
    }
    return black;
  }

  /** Population variance: (n sum v^2 - (sum v)^2) / n^2. */
  private static double variance(int[] values) {
    long sum = 0;
    long squares = 0;
    for (int v : values) {
      sum += v;
      squares += (long) v * v;
    }
    long n = values.length;
    return (n * squares - sum * sum) / (double) (n * n);
  }

  /** 4-neighbour Laplacian; beyond the border the pixel one further in is seen (reflect 101). */
  private static int[] laplacian(int[] grey, int t) {
    int[] out = new int[grey.length];
    for (int y = 0, i = 0; y < t; y++) {
      int above = reflect(y - 1, t) * t;
      int below = reflect(y + 1, t) * t;
      for (int x = 0; x < t; x++, i++) {
        int sides = grey[y * t + reflect(x - 1, t)] + grey[y * t + reflect(x + 1, t)];
        out[i] = grey[above + x] + grey[below + x] + sides - 4 * grey[i];
      }
    }
    return out;
  }

  private static int reflect(int i, int t) {
    if (t == 1) {
      return 0;
    }
    return i < 0 ? -i : i >= t ? 2 * t - 2 - i : i;
  }
}
