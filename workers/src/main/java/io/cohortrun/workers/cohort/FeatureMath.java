package io.cohortrun.workers.cohort;

import java.math.BigInteger;

/**
 * Features of one channel from integers pooled over a slide. Pure; the same on every machine, since
 * only exactly rounded operations and {@link StrictMath} are used. NaN where nothing was counted.
 *
 * @param density positives / valid, 0..1
 * @param meanProbability mean of q / 255 over valid pixels, 0..1
 * @param entropy Shannon, bits, of the pooled histogram of q, 0..8
 * @param snr mean / population sd of q; 0 where sd is 0
 * @param sharpness mean gradient magnitude of q / 255, per pixel
 */
public record FeatureMath(
    double density, double meanProbability, double entropy, double snr, double sharpness) {

  /** Scale of the gradient sums. */
  private static final double GRADIENT_UNITS = 16.0;

  private static final double LOG2 = StrictMath.log(2);

  /**
   * Pools one channel.
   *
   * @param valid pixels that count; equals the sum of the histogram
   * @param positives of these, above the threshold
   * @param histogram [256] valid pixels by q
   * @param gradient sum of gradient magnitudes of q in 1/16
   * @param gradientPixels pixels in that sum
   */
  public static FeatureMath of(
      long valid, long positives, long[] histogram, long gradient, long gradientPixels) {
    double sharpness =
        gradientPixels == 0 ? Double.NaN : gradient / GRADIENT_UNITS / gradientPixels / 255;
    if (valid == 0) {
      return new FeatureMath(Double.NaN, Double.NaN, Double.NaN, Double.NaN, sharpness);
    }
    long sum = 0;
    long squares = 0;
    double entropy = 0;
    for (int q = 0; q < histogram.length; q++) {
      sum += q * histogram[q];
      squares += (long) q * q * histogram[q];
      if (histogram[q] > 0 && histogram[q] < valid) {
        double share = histogram[q] / (double) valid;
        entropy -= share * StrictMath.log(share) / LOG2;
      }
    }
    double mean = sum / (double) valid;
    return new FeatureMath(
        positives / (double) valid, mean / 255, entropy, snr(valid, sum, squares), sharpness);
  }

  /** mean / sd = sum / sqrt(n * squares - sum^2), in exact integers until the root. */
  private static double snr(long n, long sum, long squares) {
    var variance =
        BigInteger.valueOf(n)
            .multiply(BigInteger.valueOf(squares))
            .subtract(BigInteger.valueOf(sum).pow(2));
    return variance.signum() == 0 ? 0 : sum / Math.sqrt(variance.doubleValue());
  }
}
