package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;

/**
 * The feature head in plain Java: slow, obvious, and the judge of the fast one. From the same
 * logits both give the same integers.
 */
public final class HeadOracle {

  private final int side;
  private final int window;
  private final float[] thresholds;

  /**
   * For the geometry and thresholds of a bundle.
   *
   * @param window side of the squares whose seams are left out of gradients: the bundle's window
   *     when tiling as published, its tile where windows are blended
   */
  public HeadOracle(Bundle bundle, int window) {
    this.side = bundle.tilePx();
    this.window = window;
    this.thresholds = logits(bundle);
  }

  /** [C] thresholds on the logit. */
  static float[] logits(Bundle bundle) {
    float[] t = new float[bundle.channels().size()];
    for (int c = 0; c < t.length; c++) {
      t[c] = Quantiser.logit(bundle.channels().get(c).threshold());
    }
    return t;
  }

  /**
   * Counts one tile.
   *
   * @param index of the tile
   * @param logits [C][T * T], stitched, row-major
   * @param valid T * T, not 0 where the pixel counts
   * @param mapPx side of the map, divides T; 0 for none
   * @throws ModelRejected a logit is not a number
   */
  public TileCounts count(int index, float[][] logits, byte[] valid, int mapPx) {
    int channels = thresholds.length;
    boolean[][] positive = new boolean[channels][side * side];
    int[] positives = new int[channels];
    int[] histogram = new int[channels * 256];
    long[] gradient = new long[channels];
    byte[] canvas = new byte[channels * 64];
    byte[] map = new byte[channels * mapPx * mapPx];
    for (int c = 0; c < channels; c++) {
      int[] q = new int[side * side];
      for (int i = 0; i < q.length; i++) {
        float z = logits[c][i];
        if (Float.isNaN(z)) {
          throw new ModelRejected(
              Code.NotANumber, "channel %d of tile %d is not a number".formatted(c, index));
        }
        q[i] = Quantiser.q(z);
        positive[c][i] = z > thresholds[c] && valid[i] != 0;
        positives[c] += positive[c][i] ? 1 : 0;
        histogram[c * 256 + q[i]] += valid[i] != 0 ? 1 : 0;
      }
      for (int i = 0; i < q.length; i++) {
        gradient[c] += valid[i] != 0 && !seam(i) ? sixteenths(q, i) : 0;
      }
      means(q, 8, canvas, c * 64);
      means(q, mapPx, map, c * mapPx * mapPx);
    }
    int all = 0;
    int inner = 0;
    for (int i = 0; i < valid.length; i++) {
      all += valid[i] != 0 ? 1 : 0;
      inner += valid[i] != 0 && !seam(i) ? 1 : 0;
    }
    return new TileCounts(
        index, all, positives, pairs(positive), histogram, gradient, inner, canvas, map);
  }

  private boolean seam(int i) {
    return seamAt(i % side) || seamAt(i / side);
  }

  private boolean seamAt(int at) {
    return (at % window == 0 && at > 0) || (at % window == window - 1 && at < side - 1);
  }

  /** Magnitude of numpy.gradient of q at i, in 1/16, rounded half up. */
  private long sixteenths(int[] q, int i) {
    int x = i % side;
    int y = i / side;
    long dx = twice(q, i, x, 1);
    long dy = twice(q, i, y, side);
    return (long) Math.floor(Math.sqrt(64.0 * (dx * dx + dy * dy)) + 0.5);
  }

  private long twice(int[] q, int i, int at, int step) {
    if (at == 0) {
      return 2L * q[i + step] - 2L * q[i];
    }
    if (at == side - 1) {
      return 2L * q[i] - 2L * q[i - step];
    }
    return (long) q[i + step] - q[i - step];
  }

  /** Means of cells-by-cells blocks of q, rounded half up. */
  private void means(int[] q, int cells, byte[] into, int from) {
    int block = cells == 0 ? 0 : side / cells;
    long area = (long) block * block;
    for (int cy = 0; cy < cells; cy++) {
      for (int cx = 0; cx < cells; cx++) {
        long sum = 0;
        for (int y = cy * block; y < (cy + 1) * block; y++) {
          for (int x = cx * block; x < (cx + 1) * block; x++) {
            sum += q[y * side + x];
          }
        }
        into[from + cy * cells + cx] = (byte) ((2 * sum + area) / (2 * area));
      }
    }
  }

  private static int[] pairs(boolean[][] positive) {
    int channels = positive.length;
    int[] pairs = new int[channels * (channels - 1) / 2];
    int at = 0;
    for (int a = 0; a < channels; a++) {
      for (int b = a + 1; b < channels; b++) {
        for (int i = 0; i < positive[a].length; i++) {
          pairs[at] += positive[a][i] && positive[b][i] ? 1 : 0;
        }
        at++;
      }
    }
    return pairs;
  }
}
