package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where results go, and how much of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.fullSlides) == (self.profile == 'Full')",
    message = "fullSlides goes with profile Full, and only with it")
public class OutputSpec {

  @JsonPropertyDescription(
      "Folder or object-store prefix (file, s3, azblob, gcs). Runs may share one: slide results are content-addressed. Immutable.")
  @Required
  @Size(min = 1, max = 2048) private String uri;

  @JsonPropertyDescription("What is kept of the maps. Default: Summary. Immutable.")
  @Default("Summary")
  private OutputProfile profile;

  @JsonPropertyDescription(
      "slide_id of the slides kept at full resolution; required with, and allowed for, profile Full only. Immutable.")
  @Size(min = 1, max = 1000) private List<@Size(min = 1, max = 256) String> fullSlides;

  @JsonPropertyDescription(
      "Most bytes this run may write, e.g. 500Gi: a forecast above it is refused, and in a cluster a run that reaches it is suspended; none checks the space left only. Immutable.")
  @Pattern("^[1-9][0-9]{0,14}(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$") private String quota;

  @JsonPropertyDescription(
      "Secret with the credentials of every object store that the run reads or writes; a local run uses the environment instead. Immutable.")
  private SecretRef secretRef;

  public String getUri() {
    return uri;
  }

  public void setUri(String uri) {
    this.uri = uri;
  }

  public OutputProfile getProfile() {
    return profile;
  }

  public void setProfile(OutputProfile profile) {
    this.profile = profile;
  }

  public List<String> getFullSlides() {
    return fullSlides;
  }

  public void setFullSlides(List<String> fullSlides) {
    this.fullSlides = fullSlides;
  }

  public String getQuota() {
    return quota;
  }

  public void setQuota(String quota) {
    this.quota = quota;
  }

  public SecretRef getSecretRef() {
    return secretRef;
  }

  public void setSecretRef(SecretRef secretRef) {
    this.secretRef = secretRef;
  }
}
