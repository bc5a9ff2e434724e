package io.cohortrun.workers.slide;

import java.util.Arrays;

/**
 * Resizes square RGB images in exact integer arithmetic: the same pixels on every machine.
 *
 * <p>With r the source side and T the target side, target pixel i spans [i r / T, (i + 1) r / T) of
 * the source.
 *
 * <ul>
 *   <li>Shrinking (r > T): the area average, weights being the exact overlaps in units of 1/T.
 *   <li>Enlarging (r < T): bilinear between pixel centres, source position ((2 i + 1) r - T) / 2T
 *       clamped to the image.
 * </ul>
 *
 * Both are separable; the sum is divided once, at the end, rounding half up.
 */
final class Resample {

  private Resample() {}

  /**
   * Resizes {@code rgb}.
   *
   * @param rgb r * r * 3 bytes
   * @param r source side, 1..4096
   * @param t target side, 1..4096
   * @return t * t * 3 bytes; {@code rgb} itself where r = t
   */
  static byte[] square(byte[] rgb, int r, int t) {
    if (r == t) {
      return rgb;
    }
    Taps taps = r > t ? Taps.area(r, t) : Taps.bilinear(r, t);
    int[] rows = horizontal(rgb, r, t, taps);
    return vertical(rows, t, taps);
  }

  /** Sums along x: r rows of 3 t sums, each at most 255 * total. */
  private static int[] horizontal(byte[] rgb, int r, int t, Taps taps) {
    int[] out = new int[r * t * 3];
    for (int y = 0, o = 0; y < r; y++) {
      int row = y * r * 3;
      for (int i = 0; i < t; i++, o += 3) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int p = row + taps.first[i] * 3;
        for (int k = taps.start[i]; k < taps.start[i + 1]; k++, p += 3) {
          int weight = taps.weight[k];
          red += weight * (rgb[p] & 0xFF);
          green += weight * (rgb[p + 1] & 0xFF);
          blue += weight * (rgb[p + 2] & 0xFF);
        }
        out[o] = red;
        out[o + 1] = green;
        out[o + 2] = blue;
      }
    }
    return out;
  }

  private static byte[] vertical(int[] rows, int t, Taps taps) {
    byte[] out = new byte[t * t * 3];
    long whole = (long) taps.total * taps.total;
    long[] sums = new long[t * 3];
    for (int j = 0; j < t; j++) {
      Arrays.fill(sums, 0);
      int source = taps.first[j] * t * 3;
      for (int k = taps.start[j]; k < taps.start[j + 1]; k++, source += t * 3) {
        long weight = taps.weight[k];
        for (int c = 0; c < sums.length; c++) {
          sums[c] += weight * rows[source + c];
        }
      }
      int o = j * t * 3;
      for (int c = 0; c < sums.length; c++) {
        out[o + c] = (byte) ((2 * sums[c] + whole) / (2 * whole));
      }
    }
    return out;
  }

  /**
   * Integer weights of every target pixel: those of pixel i are weight[start[i]..start[i + 1]) for
   * source pixels from first[i] on, and sum to total.
   */
  private record Taps(int[] first, int[] start, int[] weight, int total) {

    static Taps area(int r, int t) {
      int[] first = new int[t];
      int[] start = new int[t + 1];
      int[] weight = new int[r + t];
      int n = 0;
      for (int i = 0; i < t; i++) {
        // In units of 1/t source pixels: target i is [i r, (i + 1) r), source j is [j t, (j + 1)
        // t).
        int from = i * r;
        int to = from + r;
        first[i] = from / t;
        for (int j = first[i]; j * t < to; j++) {
          weight[n++] = Math.min(to, (j + 1) * t) - Math.max(from, j * t);
        }
        start[i + 1] = n;
      }
      return new Taps(first, start, weight, r);
    }

    static Taps bilinear(int r, int t) {
      int[] first = new int[t];
      int[] start = new int[t + 1];
      int[] weight = new int[2 * t];
      int unit = 2 * t;
      int n = 0;
      for (int i = 0; i < t; i++) {
        int position = Math.clamp((long) (2 * i + 1) * r - t, 0, (r - 1) * unit);
        first[i] = position / unit;
        int fraction = position % unit;
        weight[n++] = unit - fraction;
        if (fraction > 0) {
          weight[n++] = fraction;
        }
        start[i + 1] = n;
      }
      return new Taps(first, start, weight, unit);
    }
  }
}
