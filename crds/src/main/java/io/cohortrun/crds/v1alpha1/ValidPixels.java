package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What densities are a share of. */
public enum ValidPixels {
  /** Pixels of the tissue mask. */
  @JsonProperty("tissue")
  Tissue,
  /** All pixels of accepted tiles. */
  @JsonProperty("tile")
  Tile
}
