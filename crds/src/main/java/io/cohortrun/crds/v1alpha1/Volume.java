package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A claim of the run's namespace that workers see. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!self.mountPath.contains('/..') && !self.mountPath.contains('/./')",
    message = "mountPath has no . or .. parts")
public class Volume {

  @JsonPropertyDescription("Name of the PersistentVolumeClaim. Immutable.")
  @Required
  @Size(min = 1, max = 253) private String claim;

  @JsonPropertyDescription("Absolute path in the worker, under /data. Immutable.")
  @Required
  @Size(min = 6, max = 256) @Pattern("^/data(/[A-Za-z0-9._-]+)+$") private String mountPath;

  @JsonPropertyDescription("Mount for reading only. Default: true. Immutable.")
  @Default("true")
  private Boolean readOnly;

  public String getClaim() {
    return claim;
  }

  public void setClaim(String claim) {
    this.claim = claim;
  }

  public String getMountPath() {
    return mountPath;
  }

  public void setMountPath(String mountPath) {
    this.mountPath = mountPath;
  }

  public Boolean getReadOnly() {
    return readOnly;
  }

  public void setReadOnly(Boolean readOnly) {
    this.readOnly = readOnly;
  }
}
