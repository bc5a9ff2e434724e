package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Numeric profile of inference. */
public enum Precision {
  /** Single precision, TF32 off. */
  @JsonProperty("fp32")
  Fp32,
  /** bfloat16. */
  @JsonProperty("bf16")
  Bf16,
  /** Half precision. */
  @JsonProperty("fp16")
  Fp16
}
