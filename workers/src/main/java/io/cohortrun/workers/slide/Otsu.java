package io.cohortrun.workers.slide;

/** Otsu's threshold as OpenCV computes it. */
final class Otsu {

  private Otsu() {}

  /**
   * The grey value t that maximises the variance between {grey <= t} and {grey > t}; the lowest
   * such t.
   *
   * @param histogram 256 counts
   * @return 0..255; 0 where the image is empty or of one grey
   */
  static int threshold(long[] histogram) {
    long pixels = 0;
    double mean = 0;
    for (int i = 0; i < 256; i++) {
      pixels += histogram[i];
      mean += i * (double) histogram[i];
    }
    double scale = 1.0 / pixels;
    mean *= scale;
    double belowMean = 0;
    double below = 0;
    double best = 0;
    int threshold = 0;
    // The order of operations is OpenCV's: ties and rounding decide between neighbours.
    double epsilon = Math.ulp(1.0f);
    for (int i = 0; i < 256; i++) {
      double share = histogram[i] * scale;
      belowMean *= below;
      below += share;
      double above = 1.0 - below;
      if (Math.min(below, above) < epsilon || Math.max(below, above) > 1.0 - epsilon) {
        continue;
      }
      belowMean = (belowMean + i * share) / below;
      double aboveMean = (mean - below * belowMean) / above;
      double variance = below * above * (belowMean - aboveMean) * (belowMean - aboveMean);
      if (variance > best) {
        best = variance;
        threshold = i;
      }
    }
    return threshold;
  }
}
