package io.cohortrun.operator.desired;

/** How a profile asks for a GPU: in exactly one form, or not at all. */
public sealed interface GpuRequest {

  /** Workers of this profile compute on the CPU. */
  record None() implements GpuRequest {}

  /**
   * Of a device plugin: a whole card ({@code nvidia.com/gpu}), a slice ({@code
   * nvidia.com/mig-1g.10gb}) or a share ({@code nvidia.com/gpu.shared}).
   *
   * @param resource the exact name that nodes offer
   * @param count per worker
   */
  record Extended(String resource, int count) implements GpuRequest {}

  /**
   * Of a driver for dynamic resource allocation.
   *
   * @param deviceClass e.g. {@code gpu.nvidia.com}
   * @param count per worker
   */
  record Claim(String deviceClass, int count) implements GpuRequest {}
}
