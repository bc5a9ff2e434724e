package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Time on the devices. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class GpuSeconds {

  @JsonPropertyDescription("Seconds that led to commits.")
  private Double useful;

  @JsonPropertyDescription("Seconds whose work was thrown away.")
  private Double wasted;

  public Double getUseful() {
    return useful;
  }

  public void setUseful(Double useful) {
    this.useful = useful;
  }

  public Double getWasted() {
    return wasted;
  }

  public void setWasted(Double wasted) {
    this.wasted = wasted;
  }
}
