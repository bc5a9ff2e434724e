package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.cohortrun.workers.model.Placement.Promise;
import io.cohortrun.workers.model.device.Card;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final Card CARD = new Card("GPU-1", "NVIDIA H200", 9, 0, 139L << 30);

  @Test
  void aPromisedGpuThatIsNotSeenIsRefusedAndNeverReplacedByTheCpu() {
    assertThatThrownBy(() -> Placement.choose(Promise.GPU, true, List.of()))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("GpuNotVisible: a GPU was promised")
        .hasMessageContaining("device plugin");
    assertThatThrownBy(() -> Placement.choose(Promise.GPU, false, List.of(CARD)))
        .hasMessageStartingWith("GpuNotVisible")
        .hasMessageContaining("gpu image");
  }

  @Test
  void aCpuThatWasPromisedIsUsedWhateverIsThere() {
    assertThat(Placement.choose(Promise.CPU, true, List.of(CARD))).isEqualTo(Placement.CPU);
  }

  @Test
  void withoutAPromiseAGpuIsUsedWhereItIsThereAndLibtorchCan() {
    Placement gpu = Placement.choose(Promise.NONE, true, List.of(CARD));
    assertThat(gpu.architecture()).isEqualTo("cuda-sm_90");
    assertThat(gpu.text()).isEqualTo("GPU NVIDIA H200 (sm_90, GPU-1)");
    assertThat(Placement.choose(Promise.NONE, false, List.of(CARD))).isEqualTo(Placement.CPU);
    assertThat(Placement.choose(Promise.NONE, true, List.of())).isEqualTo(Placement.CPU);
  }

  @Test
  void promisesAreTwoWordsOrNone() {
    assertThat(Promise.of(null)).isEqualTo(Promise.NONE);
    assertThat(Promise.of(" GPU ")).isEqualTo(Promise.GPU);
    assertThat(Promise.of("cpu")).isEqualTo(Promise.CPU);
    assertThatThrownBy(() -> Promise.of("cuda:1")).hasMessageContaining("say gpu or cpu");
  }

  @Test
  void halfPrecisionIsForGpus() {
    Placement gpu = Placement.choose(Promise.GPU, true, List.of(CARD));
    assertThat(Precision.of("fp16", gpu)).isEqualTo(Precision.FP16);
    assertThatThrownBy(() -> Precision.of("fp16", Placement.CPU))
        .hasMessageStartingWith("PrecisionNotAdmitted: precision fp16 is for GPUs");
  }

  @Test
  void aCardMayBeAThousandthOffAndACpuWhatTheBundleSays() {
    Bundle.Tolerances own = new Bundle.Tolerances(1e-4, 0.03, 0.02);
    Placement card = new Placement(Device.cpu(), Optional.of(CARD));
    assertThat(Placement.CPU.tolerated(own)).isEqualTo(1e-4);
    assertThat(card.tolerated(own)).isEqualTo(1e-3);
    assertThat(card.tolerated(new Bundle.Tolerances(0.002, 0.03, 0.02))).isEqualTo(0.002);
  }
}
