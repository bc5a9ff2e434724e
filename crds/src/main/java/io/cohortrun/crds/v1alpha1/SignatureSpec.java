package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** The multi-channel signature, cross-fitted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SignatureSpec {

  @JsonPropertyDescription("Name from clinical.endpoints. Default: OS. Immutable.")
  @Default("OS")
  @Size(min = 1, max = 32) private String endpoint;

  @JsonPropertyDescription("Folds of the cross-validation. Default: 5. Immutable.")
  @Default("5")
  @Min(2) @Max(20) private Integer folds;

  @JsonPropertyDescription("Repeats of the cross-validation. Default: 5. Immutable.")
  @Default("5")
  @Min(1) @Max(50) private Integer repeats;

  @JsonPropertyDescription("Most permutations of the null. Default: 1000. Immutable.")
  @Default("1000")
  @Min(0) @Max(100000) private Integer permutations;

  public String getEndpoint() {
    return endpoint;
  }

  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }

  public Integer getFolds() {
    return folds;
  }

  public void setFolds(Integer folds) {
    this.folds = folds;
  }

  public Integer getRepeats() {
    return repeats;
  }

  public void setRepeats(Integer repeats) {
    this.repeats = repeats;
  }

  public Integer getPermutations() {
    return permutations;
  }

  public void setPermutations(Integer permutations) {
    this.permutations = permutations;
  }
}
