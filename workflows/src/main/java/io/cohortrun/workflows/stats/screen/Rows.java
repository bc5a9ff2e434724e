package io.cohortrun.workflows.stats.screen;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Sets of patients. */
final class Rows {

  private Rows() {}

  /** Those of whom a value is known. */
  static BitSet known(double[] values) {
    BitSet known = new BitSet(values.length);
    IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).forEach(known::set);
    return known;
  }

  static BitSet both(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  /** A patient alone in a stratum can be compared with nobody. */
  static void dropAlone(BitSet present, int[] strata) {
    int[] sizes = sizes(present, strata);
    IntStream.range(0, strata.length)
        .filter(i -> present.get(i) && sizes[strata[i]] < 2)
        .forEach(present::clear);
  }

  private static int[] sizes(BitSet present, int[] strata) {
    int[] sizes = new int[1 + Arrays.stream(strata).max().orElse(-1)];
    present.stream().forEach(i -> sizes[strata[i]]++);
    return sizes;
  }
}
