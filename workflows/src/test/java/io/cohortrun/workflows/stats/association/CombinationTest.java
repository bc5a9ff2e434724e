package io.cohortrun.workflows.stats.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinationTest {

  private static final int N = 46;

  private final Random random = new Random(4);

  /** Areas of few subjects are often equal, or say nothing: rounding must not choose then. */
  @Test
  void theOrderOfSubjectsDecidesNothing() {
    for (int cohort = 0; cohort < 500; cohort++) {
      double[] one = draw(6);
      double[] other = draw(6);
      double[] pair = draw(6);
      boolean[] arm = new boolean[N];
      boolean[] half = new boolean[N];
      for (int i = 0; i < N; i++) {
        arm[i] = i % 3 == 0;
        half[i] = i % 2 == 0;
      }
      List<Integer> shuffled = Arrays.asList(IntStream.range(0, N).boxed().toArray(Integer[]::new));
      Collections.shuffle(shuffled, random);
      int[] order = shuffled.stream().mapToInt(Integer::intValue).toArray();

      Combination expected = Combination.test(one, other, pair, arm, half);
      Combination again =
          Combination.test(
              at(one, order), at(other, order), at(pair, order), at(arm, order), at(half, order));

      assertThat(again.gain()).as("cohort %d", cohort).isCloseTo(expected.gain(), within(1e-12));
    }
  }

  private double[] draw(int values) {
    return random.ints(N, 0, values).asDoubleStream().toArray();
  }

  private static double[] at(double[] of, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> of[i]).toArray();
  }

  private static boolean[] at(boolean[] of, int[] order) {
    boolean[] at = new boolean[order.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = of[order[i]];
    }
    return at;
  }
}
