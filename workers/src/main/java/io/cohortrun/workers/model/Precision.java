package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;

/**
 * Numeric profile of the network. The feature head works in float32 and integers whatever it is.
 */
enum Precision {
  FP32("fp32", "FloatStorage"),
  BF16("bf16", "BFloat16Storage"),
  FP16("fp16", "HalfStorage");

  private final String id;
  private final String storage;

  Precision(String id, String storage) {
    this.id = id;
    this.storage = storage;
  }

  /**
   * By the name that specs use.
   *
   * @throws ModelRejected this build does not offer it, or not there
   */
  static Precision of(String id, Placement place) {
    for (Precision precision : values()) {
      if (precision.id.equals(id)) {
        return precision.requireOn(place);
      }
    }
    throw new ModelRejected(
        Code.PrecisionNotAdmitted,
        "precision %s is not known; use fp32, bf16 or, on a GPU, fp16".formatted(id));
  }

  private Precision requireOn(Placement place) {
    if (this == FP16 && place.card().isEmpty()) {
      throw new ModelRejected(
          Code.PrecisionNotAdmitted,
          "precision fp16 is for GPUs, and this process computes on the CPU; use fp32, or bf16 where the CPU has it");
    }
    return this;
  }

  String id() {
    return id;
  }

  boolean isReduced() {
    return this != FP32;
  }

  /** What a TorchScript archive calls storages of this type. */
  String storage() {
    return storage;
  }

  /** A float32 number in the two bytes of a reduced type: nearest, ties to even. */
  short round(float value) {
    return this == FP16 ? Float.floatToFloat16(value) : upperHalf(value);
  }

  private static short upperHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
