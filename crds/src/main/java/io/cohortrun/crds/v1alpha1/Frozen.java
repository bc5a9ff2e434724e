package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What the run began with and ends on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Frozen {

  @JsonPropertyDescription("sha256 of the canonical spec.")
  @Size(max = 64) private String spec;

  @JsonPropertyDescription("sha256 of the frozen manifest.")
  @Size(max = 64) private String manifest;

  @JsonPropertyDescription("sha256 of the bundle.")
  @Size(max = 64) private String bundle;

  @JsonPropertyDescription("Image of the GPU workers.")
  @Size(max = 512) private String image;

  @JsonPropertyDescription("Image of the CPU workers.")
  @Size(max = 512) private String cpuImage;

  @JsonPropertyDescription("Version of the feature head.")
  @Size(max = 64) private String featureVersion;

  public String getSpec() {
    return spec;
  }

  public void setSpec(String spec) {
    this.spec = spec;
  }

  public String getManifest() {
    return manifest;
  }

  public void setManifest(String manifest) {
    this.manifest = manifest;
  }

  public String getBundle() {
    return bundle;
  }

  public void setBundle(String bundle) {
    this.bundle = bundle;
  }

  public String getImage() {
    return image;
  }

  public void setImage(String image) {
    this.image = image;
  }

  public String getCpuImage() {
    return cpuImage;
  }

  public void setCpuImage(String cpuImage) {
    this.cpuImage = cpuImage;
  }

  public String getFeatureVersion() {
    return featureVersion;
  }

  public void setFeatureVersion(String featureVersion) {
    this.featureVersion = featureVersion;
  }
}
