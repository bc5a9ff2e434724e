package io.cohortrun.workers.slide;

/** Grey and saturation of RGB pixels, in OpenCV's integer arithmetic (4.x and later). */
final class Luma {

  private Luma() {}

  /**
   * Grey of one pixel: (9798 R + 19235 G + 3735 B + 2^14) >> 15, as OpenCV's RGB2GRAY.
   *
   * @return 0..255
   */
  static int of(int red, int green, int blue) {
    return (9798 * red + 19235 * green + 3735 * blue + (1 << 14)) >> 15;
  }

  /** Grey of n interleaved RGB pixels, one int each. */
  static int[] of(byte[] rgb, int pixels) {
    int[] grey = new int[pixels];
    for (int i = 0, p = 0; i < pixels; i++, p += 3) {
      grey[i] = of(rgb[p] & 0xFF, rgb[p + 1] & 0xFF, rgb[p + 2] & 0xFF);
    }
    return grey;
  }

  /**
   * Whether OpenCV's 8-bit HSV saturation is above 20: round(255 (max - min) / max) > 20, which is
   * 510 (max - min) >= 41 max for every 8-bit pair.
   */
  static boolean saturated(int red, int green, int blue) {
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    return most > 0 && 510 * (most - least) >= 41 * most;
  }
}
