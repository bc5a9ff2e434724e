package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Translation quality on paired mIF. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class QualitySpec {

  @JsonPropertyDescription("Table of registered H&E and mIF regions. Immutable.")
  @Required
  @Size(min = 1, max = 2048) private String pairs;

  @JsonPropertyDescription("Bundles to compare with, beside the built-in nulls. Immutable.")
  @Size(max = 8) private List<@Size(min = 1, max = 2048) String> baselines;

  public String getPairs() {
    return pairs;
  }

  public void setPairs(String pairs) {
    this.pairs = pairs;
  }

  public List<String> getBaselines() {
    return baselines;
  }

  public void setBaselines(List<String> baselines) {
    this.baselines = baselines;
  }
}
