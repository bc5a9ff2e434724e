package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Pods of the attempt. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class PodCounts {

  @JsonPropertyDescription("Pods created so far, those included that are gone.")
  private Integer created;

  @JsonPropertyDescription("Creation time of the newest pod that is counted, RFC 3339.")
  @Size(max = 40) private String newest;

  @JsonPropertyDescription("Pods that were created at that time.")
  private Integer atNewest;

  public Integer getCreated() {
    return created;
  }

  public void setCreated(Integer created) {
    this.created = created;
  }

  public String getNewest() {
    return newest;
  }

  public void setNewest(String newest) {
    this.newest = newest;
  }

  public Integer getAtNewest() {
    return atNewest;
  }

  public void setAtNewest(Integer atNewest) {
    this.atNewest = atNewest;
  }
}
