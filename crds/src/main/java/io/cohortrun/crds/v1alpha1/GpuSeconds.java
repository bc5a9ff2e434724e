package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Time on the devices, of the attempt so far. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class GpuSeconds {

  @JsonPropertyDescription(
      "Seconds for which pods of the attempt held GPUs, slices or shares, from the moment when they had a node; 0 where the profile asks for none.")
  private Double held;

  @JsonPropertyDescription(
      "Seconds of devices (GPUs, or CPUs in their place) whose tiles are in checkpoints of slides that did not fail.")
  private Double useful;

  @JsonPropertyDescription(
      "Seconds of devices whose work was thrown away: killed, or of slides that failed.")
  private Double wasted;

  @JsonPropertyDescription("Until when held was counted, RFC 3339.")
  @Size(max = 40) private String time;

  public Double getHeld() {
    return held;
  }

  public void setHeld(Double held) {
    this.held = held;
  }

  public String getTime() {
    return time;
  }

  public void setTime(String time) {
    this.time = time;
  }

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
