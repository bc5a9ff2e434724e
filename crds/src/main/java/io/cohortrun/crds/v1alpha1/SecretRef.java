package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret of the run's namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretRef {

  @JsonPropertyDescription("Name of the Secret. Immutable.")
  @Required
  @Size(min = 1, max = 253) private String name;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }
}
