package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.TileCounts;

/**
 * Sums over tiles, as 64-bit integers: the same in any order and any grouping. Mutable; one owner.
 */
final class SlideSums {

  private final int channels;
  private long valid;
  private long gradientPixels;
  private final long[] positives;
  private final long[] pairs;
  private final long[] histogram;
  private final long[] gradient;

  /** Zero sums for that many channels. */
  SlideSums(int channels) {
    this.channels = channels;
    this.positives = new long[channels];
    this.pairs = new long[channels * (channels - 1) / 2];
    this.histogram = new long[channels * 256];
    this.gradient = new long[channels];
  }

  void add(TileCounts t) {
    valid += t.valid();
    gradientPixels += t.gradientPixels();
    add(positives, t.positives());
    add(pairs, t.pairs());
    add(histogram, t.histogram());
    add(gradient, t.gradient());
  }

  void add(SlideSums other) {
    valid += other.valid;
    gradientPixels += other.gradientPixels;
    add(positives, other.positives);
    add(pairs, other.pairs);
    add(histogram, other.histogram);
    add(gradient, other.gradient);
  }

  /** All sums as one array, in a fixed order: what a part stores. */
  long[] toLongs() {
    long[] all = new long[length(channels)];
    all[0] = valid;
    all[1] = gradientPixels;
    int at = 2;
    for (long[] part : new long[][] {positives, pairs, histogram, gradient}) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The inverse of {@link #toLongs}. */
  static SlideSums of(int channels, long[] all) {
    if (all.length != length(channels)) {
      throw new IllegalArgumentException("sums of another number of channels");
    }
    var s = new SlideSums(channels);
    s.valid = all[0];
    s.gradientPixels = all[1];
    int at = 2;
    for (long[] part : new long[][] {s.positives, s.pairs, s.histogram, s.gradient}) {
      System.arraycopy(all, at, part, 0, part.length);
      at += part.length;
    }
    return s;
  }

  static int length(int channels) {
    return 2 + channels + channels * (channels - 1) / 2 + channels * 256 + channels;
  }

  long valid() {
    return valid;
  }

  long gradientPixels() {
    return gradientPixels;
  }

  long[] positives() {
    return positives.clone();
  }

  long[] pairs() {
    return pairs.clone();
  }

  long[] gradient() {
    return gradient.clone();
  }

  /** Histogram by channel, 256 bins each. */
  long[][] histogram() {
    long[][] byChannel = new long[channels][256];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(histogram, c * 256, byChannel[c], 0, 256);
    }
    return byChannel;
  }

  private static void add(long[] to, int[] from) {
    requireSame(to.length, from.length);
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  private static void add(long[] to, long[] from) {
    requireSame(to.length, from.length);
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  private static void requireSame(int a, int b) {
    if (a != b) {
      throw new IllegalArgumentException("counts of " + b + " values where " + a + " are summed");
    }
  }
}
