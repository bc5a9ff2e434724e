package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The model bundle. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ModelSpec {

  @JsonPropertyDescription(
      "demo (built in; its maps are not proteins), or path or URI of a bundle folder or archive. Immutable.")
  @Required
  @Size(min = 1, max = 2048) private String bundle;

  @JsonPropertyDescription(
      "sha256 that the bundle must have; none accepts what is found and freezes its digest at acceptance. Immutable.")
  @Pattern("^[0-9a-f]{64}$") private String digest;

  @JsonPropertyDescription("Numeric profile; the bundle must admit it. Default: fp32. Immutable.")
  @Default("fp32")
  private Precision precision;

  @JsonPropertyDescription("How windows are joined. Default: published. Immutable.")
  @Default("published")
  private Tiling tiling;

  public String getBundle() {
    return bundle;
  }

  public void setBundle(String bundle) {
    this.bundle = bundle;
  }

  public String getDigest() {
    return digest;
  }

  public void setDigest(String digest) {
    this.digest = digest;
  }

  public Precision getPrecision() {
    return precision;
  }

  public void setPrecision(Precision precision) {
    this.precision = precision;
  }

  public Tiling getTiling() {
    return tiling;
  }

  public void setTiling(Tiling tiling) {
    this.tiling = tiling;
  }
}
