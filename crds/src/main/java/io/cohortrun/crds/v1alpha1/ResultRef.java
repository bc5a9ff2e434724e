package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What was published. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ResultRef {

  @JsonPropertyDescription("Folder of the attempt.")
  @Size(max = 2048) private String uri;

  @JsonPropertyDescription("sha256 of run.json.")
  @Size(max = 64) private String digest;

  public String getUri() {
    return uri;
  }

  public void setUri(String uri) {
    this.uri = uri;
  }

  public String getDigest() {
    return digest;
  }

  public void setDigest(String digest) {
    this.digest = digest;
  }
}
