package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How tissue is told from glass. */
public enum MaskProfile {
  /** Mask at 8 um/px, pen colours refused. */
  @JsonProperty("default")
  Default,
  /** The published notebook's mask; for reproduction only. */
  @JsonProperty("gigatime")
  Gigatime
}
