package io.cohortrun.cli.pod;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.workflows.contract.FaultyDevice;
import org.junit.jupiter.api.Test;

class QuarantineTest {

  @Test
  void aCardThatFailedTwiceIsRefusedByItsUuidAndNode() {
    assertThatThrownBy(() -> Quarantine.refuse(new FaultyDevice("GPU-7", "node-3", 2), "GPU-7"))
        .isInstanceOf(CliFailure.class)
        .hasMessageStartingWith("DeviceQuarantined: GPU-7 on node node-3 failed 2 times");
  }

  @Test
  void anotherCardAndACardThatFailedOnceAreUsed() {
    assertThatCode(
            () -> {
              Quarantine.refuse(new FaultyDevice("GPU-7", "node-3", 9), "GPU-8");
              Quarantine.refuse(new FaultyDevice("GPU-7", "node-3", 1), "GPU-7");
            })
        .doesNotThrowAnyException();
  }
}
