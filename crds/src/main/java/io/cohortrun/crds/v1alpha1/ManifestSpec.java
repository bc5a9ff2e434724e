package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The list of slides. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ManifestSpec {

  @JsonPropertyDescription(
      "CSV, TSV or Parquet table with the columns slide_id, patient_id and uri. A relative path is relative to the YAML file, and on a cluster to the first volume. Immutable.")
  @Required
  @Size(min = 1, max = 2048) private String uri;

  public String getUri() {
    return uri;
  }

  public void setUri(String uri) {
    this.uri = uri;
  }
}
