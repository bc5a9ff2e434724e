package io.cohortrun.workflows.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogRankTest {

  private static final int N = 80;

  private final Random random = new Random(5);

  /** Stages of one type are I and II, of the other III and IV. */
  @Test
  void groupsThatMeetInNoStratumAreComparedAmongThemselves() {
    int[] stratum = IntStream.range(0, N).map(i -> i % 2).toArray();
    int[] group = IntStream.range(0, N).map(i -> 2 * (i % 2) + random.nextInt(2)).toArray();
    double[] time = random.doubles(N, 1, 100).toArray();
    boolean[] event = new boolean[N];
    for (int i = 0; i < N; i++) {
      event[i] = random.nextInt(3) > 0;
    }
    double[] always = new double[N];
    Arrays.fill(always, Double.NEGATIVE_INFINITY);
    FollowUp all = new FollowUp(always, time, event, stratum);

    LogRank both = LogRank.test(all, group, 4, 0);

    double apart = 0;
    for (int s = 0; s < 2; s++) {
      int of = s;
      int[] rows = IntStream.range(0, N).filter(i -> stratum[i] == of).toArray();
      int[] two = Arrays.stream(rows).map(i -> group[i] - 2 * of).toArray();
      apart += LogRank.test(all.only(rows), two, 2, 0).chiSquared();
    }
    assertThat(both.df()).isEqualTo(2);
    assertThat(both.chiSquared()).isCloseTo(apart, within(1e-10));
  }
}
