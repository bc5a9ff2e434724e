package io.cohortrun.workers.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as libtorch, cuDNN and cuBLAS word them. */
class TroubleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OUT_OF_MEMORY | CUDA out of memory. Tried to allocate 258.00 MiB (GPU 0; 23.54 GiB total capacity; 11.75 GiB already allocated; 572.50 MiB free)",
        "OUT_OF_MEMORY | CUDA out of memory. Tried to allocate 1.70 GiB. GPU 0 has a total capacity of 6.00 GiB of which 0 bytes is free.",
        "OUT_OF_MEMORY | RuntimeError: CUDA error: out of memory",
        "OUT_OF_MEMORY | CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "OUT_OF_MEMORY | cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "DEVICE_FAULT | CUDA error: an illegal memory access was encountered",
        "DEVICE_FAULT | CUDA error: uncorrectable ECC error encountered",
        "DEVICE_FAULT | CUDA error: unspecified launch failure",
        "DEVICE_FAULT | CUDA error: misaligned address",
        "DEVICE_FAULT | CUDA error: device-side assert triggered",
        "DEVICE_FAULT | CUDA error: all CUDA-capable devices are busy or unavailable",
        "DEVICE_FAULT | CUDA driver initialization failed, you might not have a CUDA gpu.",
        "DEVICE_FAULT | cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "DEVICE_FAULT | CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(...)`",
        "UNSUPPORTED_CARD | CUDA error: no kernel image is available for execution on the device",
        "MODEL_ERROR | The size of tensor a (23) must match the size of tensor b (21) at non-singleton dimension 1",
        "MODEL_ERROR | Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!",
        "MODEL_ERROR | expected scalar type Half but found Float",
        "MODEL_ERROR | DefaultCPUAllocator: can't allocate memory: you tried to allocate 4294967296 bytes"
      })
  void aMessageSaysWhoseFaultItIs(Trouble trouble, String message) {
    assertThat(Trouble.of(message)).isEqualTo(trouble);
    assertThat(
            Trouble.of(
                "The following operation failed in the TorchScript interpreter.\n  at forward\n"
                    + message))
        .isEqualTo(trouble);
  }

  @Test
  void noMessageIsNoFaultOfTheDevice() {
    assertThat(Trouble.of(null)).isEqualTo(Trouble.MODEL_ERROR);
  }
}
