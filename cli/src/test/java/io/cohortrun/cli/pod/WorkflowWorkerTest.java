package io.cohortrun.cli.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkflowWorkerTest {

  @Test
  void theProcessEndsWithAThreadThatWasToBeginANamespace() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    WorkflowWorker.begin(
            "team",
            () -> {
              throw new NoClassDefFoundError("of the test");
            },
            () -> ended.set(true))
        .join();
    assertThat(ended).isTrue();
  }

  @Test
  void theProcessGoesOnWhereItBegan() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    WorkflowWorker.begin("team", () -> {}, () -> ended.set(true)).join();
    assertThat(ended).isFalse();
  }
}
