package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** One aspect of the run's state, as Kubernetes has it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Condition {

  @JsonPropertyDescription("Condition type, e.g. Accepted.")
  @Size(max = 64) private String type;

  @JsonPropertyDescription("True, False or Unknown.")
  @Pattern("^(True|False|Unknown)$") private String status;

  @JsonPropertyDescription("One word, CamelCase.")
  @Size(max = 128) private String reason;

  @JsonPropertyDescription("One sentence.")
  @Size(max = 1024) private String message;

  @JsonPropertyDescription("When status last changed, RFC 3339.")
  @Size(max = 40) private String lastTransitionTime;

  @JsonPropertyDescription("Generation of the spec that was judged.")
  private Long observedGeneration;

  public String getType() {
    return type;
  }

  public void setType(String type) {
    this.type = type;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public String getMessage() {
    return message;
  }

  public void setMessage(String message) {
    this.message = message;
  }

  public String getLastTransitionTime() {
    return lastTransitionTime;
  }

  public void setLastTransitionTime(String lastTransitionTime) {
    this.lastTransitionTime = lastTransitionTime;
  }

  public Long getObservedGeneration() {
    return observedGeneration;
  }

  public void setObservedGeneration(Long observedGeneration) {
    this.observedGeneration = observedGeneration;
  }
}
