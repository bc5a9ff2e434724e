package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BeatingTest {

  @Test
  void aStepBeatsThoughOthersComputeOnEveryProcessor() throws Exception {
    CountDownLatch beaten = new CountDownLatch(1);
    Beating beating = new Beating(() -> beaten::countDown);
    boolean heard =
        BusyCarriers.during(() -> beating.during(() -> beaten.await(19, TimeUnit.SECONDS)));
    assertThat(heard).isTrue();
  }
}
