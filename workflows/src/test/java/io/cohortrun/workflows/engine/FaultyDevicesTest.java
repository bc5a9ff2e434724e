package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.Memo;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FaultyDevicesTest {

  @Test
  void aDeviceIsQuarantinedAtItsSecondFaultWhereverItIsSeen() {
    FaultyDevices devices = new FaultyDevices();
    devices.failed("GPU-b", "n1");
    devices.failed("GPU-a", "n1");
    devices.failed("GPU-b", "n2");
    assertThat(devices.all())
        .containsExactly(new FaultyDevice("GPU-a", "n1", 1), new FaultyDevice("GPU-b", "n2", 2))
        .extracting(FaultyDevice::quarantined)
        .containsExactly(false, true);
  }

  @Test
  void theListIsOfConstantSizeAndGoesOnFromWhatWasTold() {
    FaultyDevices devices = new FaultyDevices();
    for (int i = 0; i < 100; i++) {
      devices.failed("GPU-" + i, "n");
    }
    assertThat(devices.all()).hasSize(FaultyDevices.MOST);
    FaultyDevices next = new FaultyDevices();
    next.carry(null);
    next.carry(devices.all());
    next.failed("GPU-0", "m");
    assertThat(next.all()).hasSize(FaultyDevices.MOST).contains(new FaultyDevice("GPU-0", "m", 2));
  }

  @Test
  void whatAWorkerTellsIsInTheMemoAtOnceAndAfterContinueAsNew() {
    CountDownLatch gate = new CountDownLatch(1);
    try (Harness harness =
        new Harness(
            FakeStore.of(2, 12, 1),
            (in, row) -> row == 0 ? new Fault.Hold(gate) : Fault.SUCCEED,
            Stories.LENGTH)) {
      CohortInput input = harness.input();
      CohortWorkflow run = harness.start(input);
      Harness.until(() -> harness.shards.inFlight.get() == 1);
      run.deviceFailed("GPU-b", "n1");
      Harness.until(() -> told(harness, input).length == 1);
      gate.countDown();
      harness.result(run);
      assertThat(told(harness, input)).containsExactly(new FaultyDevice("GPU-b", "n1", 1));
    }
  }

  private static FaultyDevice[] told(Harness harness, CohortInput input) {
    Object told =
        harness
            .environment
            .getWorkflowClient()
            .newUntypedWorkflowStub(input.run().workflowId())
            .describe()
            .getMemo(Memo.DEVICES, FaultyDevice[].class);
    return told == null ? new FaultyDevice[0] : (FaultyDevice[]) told;
  }
}
