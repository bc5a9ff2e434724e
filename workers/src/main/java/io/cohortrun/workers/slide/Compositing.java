package io.cohortrun.workers.slide;

/** Premultiplied ARGB over an opaque background. */
final class Compositing {

  private Compositing() {}

  /**
   * Composites one premultiplied pixel: each channel is c + round((255 - a) * bg / 255), at most
   * 255.
   *
   * @param argb 0xAARRGGBB, premultiplied
   * @param background 0xRRGGBB
   * @return 0xRRGGBB
   */
  static int over(int argb, int background) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb & 0xFFFFFF;
    }
    int rest = 255 - alpha;
    return channel(argb, background, 16, rest) << 16
        | channel(argb, background, 8, rest) << 8
        | channel(argb, background, 0, rest);
  }

  private static int channel(int argb, int background, int shift, int rest) {
    int light = rest * (background >> shift & 0xFF);
    // 2 * light + 255 over 510: round half up in integers.
    return Math.min(255, (argb >> shift & 0xFF) + (2 * light + 255) / 510);
  }

  /**
   * Composites a region.
   *
   * @param argb n premultiplied pixels
   * @param rgb receives 3 n bytes, interleaved
   * @return transparent share, 0..1: the mean of (255 - a) / 255
   */
  static double toRgb(int[] argb, int pixels, int background, byte[] rgb) {
    long transparent = 0;
    for (int i = 0, o = 0; i < pixels; i++, o += 3) {
      int pixel = over(argb[i], background);
      transparent += 255 - (argb[i] >>> 24);
      rgb[o] = (byte) (pixel >> 16);
      rgb[o + 1] = (byte) (pixel >> 8);
      rgb[o + 2] = (byte) pixel;
    }
    return transparent / (255.0 * pixels);
  }
}
