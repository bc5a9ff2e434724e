package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.util.Arrays;

/** What the feature head sends back, by position. */
final class HeadAnswer {

  private static final int BINS = 256;

  private HeadAnswer() {}

  /**
   * Unpacks.
   *
   * @param integers pair matrix [C * C] with positives on its diagonal, histogram [C * 256],
   *     gradient [C], valid pixels, pixels of the gradient, channels that hold a NaN
   * @param means canvas [C * 64], then map
   * @throws ModelRejected a logit was not a number
   */
  static TileCounts unpack(int index, long[] integers, byte[] means, int channels) {
    int histogramAt = channels * channels;
    int gradientAt = histogramAt + channels * BINS;
    int countsAt = gradientAt + channels;
    if (integers[countsAt + 2] != 0) {
      throw new ModelRejected(
          Code.NotANumber,
          "%d channels of tile %d are not numbers: the network or this device is broken"
              .formatted(integers[countsAt + 2], index));
    }
    int[] positives = new int[channels];
    int[] pairs = new int[channels * (channels - 1) / 2];
    int at = 0;
    for (int a = 0; a < channels; a++) {
      positives[a] = Math.toIntExact(integers[a * channels + a]);
      for (int b = a + 1; b < channels; b++) {
        pairs[at++] = Math.toIntExact(integers[a * channels + b]);
      }
    }
    int[] histogram = new int[channels * BINS];
    for (int i = 0; i < histogram.length; i++) {
      histogram[i] = Math.toIntExact(integers[histogramAt + i]);
    }
    return new TileCounts(
        index,
        Math.toIntExact(integers[countsAt]),
        positives,
        pairs,
        histogram,
        Arrays.copyOfRange(integers, gradientAt, countsAt),
        Math.toIntExact(integers[countsAt + 1]),
        Arrays.copyOf(means, channels * 64),
        Arrays.copyOfRange(means, channels * 64, means.length));
  }
}
