package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which micrometres per pixel slides are read at. */
public enum Resolution {
  /** What the bundle was made for. */
  @JsonProperty("bundle")
  Bundle,
  /** 0.5 um/px, as one sentence of the study says. */
  @JsonProperty("paper-literal")
  PaperLiteral
}
