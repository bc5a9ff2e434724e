package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What an attempt may use at most before it is suspended. Bytes have output.quota. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CeilingsSpec {

  @JsonPropertyDescription(
      "Hours for which its pods hold GPUs, slices or shares; none means no ceiling. Immutable.")
  @Min(value = 0, inclusive = false) @Max(1e9) private Double gpuHours;

  @JsonPropertyDescription("Pods created; none means no ceiling. Immutable.")
  @Min(1) @Max(1000000) private Integer pods;

  public Double getGpuHours() {
    return gpuHours;
  }

  public void setGpuHours(Double gpuHours) {
    this.gpuHours = gpuHours;
  }

  public Integer getPods() {
    return pods;
  }

  public void setPods(Integer pods) {
    this.pods = pods;
  }
}
