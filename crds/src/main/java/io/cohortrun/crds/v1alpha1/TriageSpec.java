package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Triage of a biomarker from the maps. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class TriageSpec {

  @JsonPropertyDescription("Binary clinical column that is triaged. Immutable.")
  @Required
  @Size(min = 1, max = 128) private String attribute;

  @JsonPropertyDescription(
      "Prevalence at which predictive values are stated, 0 to 1; none means the cohort's. Immutable.")
  @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false) private Double prevalence;

  public String getAttribute() {
    return attribute;
  }

  public void setAttribute(String attribute) {
    this.attribute = attribute;
  }

  public Double getPrevalence() {
    return prevalence;
  }

  public void setPrevalence(Double prevalence) {
    this.prevalence = prevalence;
  }
}
