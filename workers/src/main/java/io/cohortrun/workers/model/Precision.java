package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;

/**
 * Numeric profile of the network. The feature head works in float32 and integers whatever it is.
 */
enum Precision {
  FP32("fp32"),
  BF16("bf16");

  private final String id;

  Precision(String id) {
    this.id = id;
  }

  /**
   * By the name that specs use.
   *
   * @throws ModelRejected this build does not offer it
   */
  static Precision of(String id) {
    return switch (id) {
      case "fp32" -> FP32;
      case "bf16" -> BF16;
      case "fp16" ->
          throw new ModelRejected(
              Code.PrecisionNotAdmitted,
              "precision fp16 is for GPUs, and this machine computes on its CPU; use fp32, or bf16 where the CPU has it");
      default ->
          throw new ModelRejected(
              Code.PrecisionNotAdmitted,
              "precision %s is not known; use fp32 or bf16".formatted(id));
    };
  }

  String id() {
    return id;
  }

  boolean isReduced() {
    return this != FP32;
  }
}
