package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FeatureMathTest {

  private static final Offset<Double> CLOSE = within(1e-12);

  @Test
  void featuresEqualTheirDefinitionsOverPixels() {
    Random random = new Random(1);
    int n = 5000;
    double[] p = new double[n];
    long[] histogram = new long[256];
    for (int i = 0; i < n; i++) {
      int q = Math.min(255, (int) Math.abs(random.nextGaussian() * 60));
      p[i] = q / 255.0;
      histogram[q]++;
    }
    double mean = 0;
    for (double x : p) {
      mean += x / n;
    }
    double variance = 0;
    for (double x : p) {
      variance += (x - mean) * (x - mean) / n;
    }
    double entropy = 0;
    for (long h : histogram) {
      entropy -= h == 0 ? 0 : h / (double) n * (Math.log(h / (double) n) / Math.log(2));
    }

    FeatureMath f = FeatureMath.of(n, 1250, histogram, 16L * 255 * n, n);

    assertThat(f.density()).isEqualTo(0.25);
    assertThat(f.meanProbability()).isCloseTo(mean, CLOSE);
    assertThat(f.snr()).isCloseTo(mean / Math.sqrt(variance), within(1e-10));
    assertThat(f.entropy()).isCloseTo(entropy, CLOSE);
    assertThat(f.sharpness()).isCloseTo(1.0, CLOSE);
  }

  @Test
  void constantAndEmptyChannelsHaveTheirLimits() {
    long[] histogram = new long[256];
    histogram[255] = 1L << 40;
    FeatureMath full = FeatureMath.of(1L << 40, 1L << 40, histogram, 0, 1L << 40);
    assertThat(full).isEqualTo(new FeatureMath(1, 1, 0, 0, 0));

    FeatureMath none = FeatureMath.of(0, 0, new long[256], 0, 0);
    assertThat(none.density()).isNaN();
    assertThat(none.sharpness()).isNaN();
  }

  @Test
  void aUniformHistogramHasEightBits() {
    long[] histogram = new long[256];
    Arrays.fill(histogram, 1L << 30);

    assertThat(FeatureMath.of(1L << 38, 0, histogram, 0, 1).entropy()).isCloseTo(8, CLOSE);
  }
}
