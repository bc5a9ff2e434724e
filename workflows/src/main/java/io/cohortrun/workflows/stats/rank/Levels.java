package io.cohortrun.workflows.stats.rank;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The values of a stratum.
 *
 * @param doubled [levels] twice the average rank of each, 2..2n, ascending
 * @param counts [levels] subjects with each
 */
record Levels(int[] doubled, int[] counts) {

  /** Subjects n. */
  int size() {
    return Arrays.stream(counts).sum();
  }

  /** What a doubled rank of 1 adds to a sum of rank / (n + 1). */
  double unit() {
    return 1 / (2.0 * (size() + 1));
  }

  /** Ranked from the other end. */
  Levels mirrored() {
    int most = counts.length - 1;
    int ends = 2 * (size() + 1);
    return new Levels(
        IntStream.rangeClosed(0, most).map(g -> ends - doubled[most - g]).toArray(),
        IntStream.rangeClosed(0, most).map(g -> counts[most - g]).toArray());
  }

  /** Rank / (n + 1) - 1/2 of each, of mean 0 over the subjects. */
  double[] scores() {
    double unit = unit();
    return Arrays.stream(doubled).mapToDouble(d -> d * unit - 0.5).toArray();
  }
}
