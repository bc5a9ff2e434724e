package io.cohortrun.workers.slide.read.tiff;

/** JFIF's colour conversion in 16-bit fixed point, rounded as libjpeg rounds it. */
final class YCbCr {

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CR_RED = fix(1.40200);
  private static final int CB_BLUE = fix(1.77200);
  private static final int CR_GREEN = fix(0.71414);
  private static final int CB_GREEN = fix(0.34414);

  private YCbCr() {}

  private static int fix(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

  /** Converts interleaved triples in place. */
  static void toRgb(byte[] pixels) {
    for (int i = 0; i + 2 < pixels.length; i += 3) {
      int y = pixels[i] & 0xFF;
      int cb = (pixels[i + 1] & 0xFF) - 128;
      int cr = (pixels[i + 2] & 0xFF) - 128;
      pixels[i] = clamp(y + ((CR_RED * cr + HALF) >> BITS));
      pixels[i + 1] = clamp(y + ((-CB_GREEN * cb - CR_GREEN * cr + HALF) >> BITS));
      pixels[i + 2] = clamp(y + ((CB_BLUE * cb + HALF) >> BITS));
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }
}
