package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** One pool of workers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class WorkerPool {

  @JsonPropertyDescription(
      "Worker profile, set up by the platform team: image, resources, GPU form, placement. Default: default. Immutable.")
  @Default("default")
  @Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") private String profile;

  @JsonPropertyDescription(
      "Workers wanted; 0 holds the pool empty. Default: 1. May change while the run is active; an attempt has work for as many as it began with.")
  @Default("1")
  @Min(0) @Max(1000) private Integer replicas;

  public String getProfile() {
    return profile;
  }

  public void setProfile(String profile) {
    this.profile = profile;
  }

  public Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(Integer replicas) {
    this.replicas = replicas;
  }
}
