package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.PlanReceipt;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shares of the window, pauses after losses, and what is refused before it can go wrong. */
class RulesTest {

  @Test
  void sharesNeverExceedTheWindowAndUseAllOfIt() {
    for (int window = 1; window <= Checks.MAX_WINDOW; window++) {
      int partitions = Shares.partitions(window);
      assertThat(partitions).isBetween(1, 16).isLessThanOrEqualTo(window);
      int total = window;
      int each = window;
      int sum = IntStream.range(0, partitions).map(i -> Shares.last(total, partitions, i)).sum();
      assertThat(sum).as("window " + window).isEqualTo(each);
      int free = window;
      for (int slots = partitions; slots > 0; slots--) {
        int share = Shares.starting(free, slots);
        assertThat(share).isBetween(1, free);
        free -= share;
      }
      assertThat(free).isZero();
    }
  }

  @Test
  void aSecondPartitionRunsWheneverTheWindowAllowsIt() {
    assertThat(List.of(Shares.partitions(1), Shares.partitions(2), Shares.partitions(1000)))
        .containsExactly(1, 2, 16);
  }

  @Test
  void pausesDoubleToAMinute() {
    assertThat(IntStream.of(0, 1, 2, 3, 4, 7, 8, 9, 100).mapToObj(Pause::after))
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(32),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
  }

  private static void plan(int partitions, int shards) {
    Checks.plan(new PlanReceipt("", 1, 1, Collections.nCopies(partitions, shards)));
  }

  @Test
  void plansAreCheckedAgainstTheLimitsOfOneRun() {
    assertThatCode(() -> plan(0, 0)).doesNotThrowAnyException();
    assertThatCode(() -> plan(200, 250)).doesNotThrowAnyException();
    assertThatThrownBy(() -> plan(201, 1))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("split the manifest");
    assertThatThrownBy(() -> plan(1, 251)).hasMessageContaining("251 shards, not 1 to 250");
    assertThatThrownBy(() -> plan(2, 0)).hasMessageContaining("partition 0");
  }
}
