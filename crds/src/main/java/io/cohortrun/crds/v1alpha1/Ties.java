package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How tied event times enter the Cox likelihood. */
public enum Ties {
  /** Efron's approximation. */
  @JsonProperty("efron")
  Efron,
  /** Breslow's approximation. */
  @JsonProperty("breslow")
  Breslow
}
