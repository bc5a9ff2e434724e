package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which failed slides the next attempt tries; both lists together mean slides in both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.codes) || has(self.slides)",
    message = "retryOnly needs codes or slides; leave it out to try every failed slide")
public class RetryOnlySpec {

  @JsonPropertyDescription(
      "Outcomes of the attempt before; none means every failure. May change; an attempt keeps what it started with.")
  @Size(min = 1, max = 22) private List<FailureCode> codes;

  @JsonPropertyDescription(
      "slide_id of slides that failed in the attempt before; none means all. May change; an attempt keeps what it started with.")
  @Size(min = 1, max = 100) private List<@Size(min = 1, max = 256) String> slides;

  public List<FailureCode> getCodes() {
    return codes;
  }

  public void setCodes(List<FailureCode> codes) {
    this.codes = codes;
  }

  public List<String> getSlides() {
    return slides;
  }

  public void setSlides(List<String> slides) {
    this.slides = slides;
  }
}
