package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Threshold and action of one named check. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ValidationCheck {

  @JsonPropertyDescription("Which check. Immutable.")
  @Required
  private Check name;

  @JsonPropertyDescription("Over the check's own threshold; its meaning is the check's. Immutable.")
  private Double threshold;

  @JsonPropertyDescription("Over validation.onFailure for this check. Immutable.")
  private GateAction onFailure;

  public Check getName() {
    return name;
  }

  public void setName(Check name) {
    this.name = name;
  }

  public Double getThreshold() {
    return threshold;
  }

  public void setThreshold(Double threshold) {
    this.threshold = threshold;
  }

  public GateAction getOnFailure() {
    return onFailure;
  }

  public void setOnFailure(GateAction onFailure) {
    this.onFailure = onFailure;
  }
}
