package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Checks before publication. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.checks) || self.checks.all(c, self.checks.exists_one(d, d.name == c.name))",
    message = "each check at most once")
public class ValidationSpec {

  @JsonPropertyDescription("What a failed check does. Default: Mark. Immutable.")
  @Default("Mark")
  private GateAction onFailure;

  @JsonPropertyDescription(
      "Thresholds and actions that differ from the defaults, each check at most once. Immutable.")
  @Size(max = 9) private List<ValidationCheck> checks;

  public GateAction getOnFailure() {
    return onFailure;
  }

  public void setOnFailure(GateAction onFailure) {
    this.onFailure = onFailure;
  }

  public List<ValidationCheck> getChecks() {
    return checks;
  }

  public void setChecks(List<ValidationCheck> checks) {
    this.checks = checks;
  }
}
