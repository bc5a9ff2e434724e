package io.cohortrun.workers.model.device;

import java.util.List;
import java.util.Locale;

/**
 * What libtorch's message says of a failed call: whose fault it is, and so what helps. Only memory
 * is helped by a smaller batch.
 */
public enum Trouble {
  /** The card's memory is full; the process goes on. */
  OUT_OF_MEMORY,
  /** The card, its driver or its context is broken: nothing in this process can use it again. */
  DEVICE_FAULT,
  /** This libtorch holds no code for the card's architecture. */
  UNSUPPORTED_CARD,
  /** None of these: the network, or the program. */
  MODEL_ERROR;

  private static final List<String> MEMORY =
      List.of(
          "cuda out of memory",
          "cuda error: out of memory",
          "cublas_status_alloc_failed",
          "cudnn_status_alloc_failed",
          "cusparse_status_alloc_failed");

  private static final List<String> UNSUPPORTED =
      List.of(
          "no kernel image is available",
          "cudnn_status_arch_mismatch",
          "cublas_status_arch_mismatch");

  /** Words of CUDA's, cuDNN's and cuBLAS's errors; what follows "CUDA error:" is the driver's. */
  private static final List<String> FAULT =
      List.of(
          "cuda error:",
          "cuda driver error:",
          "cuda driver initialization failed",
          "no cuda-capable device",
          "no cuda gpus are available",
          "found no nvidia driver",
          "cudnn_status_execution_failed",
          "cudnn_status_internal_error",
          "cudnn_status_mapping_error",
          "cudnn_status_not_initialized",
          "cublas_status_execution_failed",
          "cublas_status_internal_error",
          "cublas_status_mapping_error",
          "cublas_status_not_initialized");

  /**
   * By the whole message, stack of the interpreter included.
   *
   * @param message may be null
   */
  public static Trouble of(String message) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (MEMORY.stream().anyMatch(text::contains)) {
      return OUT_OF_MEMORY;
    }
    if (UNSUPPORTED.stream().anyMatch(text::contains)) {
      return UNSUPPORTED_CARD;
    }
    return FAULT.stream().anyMatch(text::contains) ? DEVICE_FAULT : MODEL_ERROR;
  }
}
