package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  private final List<String> done = new ArrayList<>();
  private final Shutdown shutdown = new Shutdown(() -> done.add("halt"));

  @Test
  void whoLosesItsLeaseEndsAtOnce() {
    shutdown.leaseGone();
    assertThat(done).containsExactly("halt");
  }

  @Test
  void whoIsToldToEndGivesItsLeaseBackInOrder() {
    shutdown.end(
        () -> {
          done.add("turns end");
          shutdown.leaseGone();
          done.add("lease is back");
        });
    assertThat(done).containsExactly("turns end", "lease is back");
  }
}
