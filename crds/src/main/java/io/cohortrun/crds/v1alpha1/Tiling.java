package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How windows of a tile are joined. */
public enum Tiling {
  /** Windows do not overlap. */
  @JsonProperty("published")
  Published,
  /** Windows overlap and are blended. */
  @JsonProperty("blended")
  Blended
}
