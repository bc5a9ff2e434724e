package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Agreement with another population's run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ConcordanceSpec {

  @JsonPropertyDescription(
      "URI of the other run's folder (the one that holds run.json). Immutable.")
  @Required
  @Size(min = 1, max = 2048) private String run;

  @JsonPropertyDescription("Fewest patients per subtype on each side. Default: 10. Immutable.")
  @Default("10")
  @Min(2) @Max(1000000) private Integer minPatients;

  public String getRun() {
    return run;
  }

  public void setRun(String run) {
    this.run = run;
  }

  public Integer getMinPatients() {
    return minPatients;
  }

  public void setMinPatients(Integer minPatients) {
    this.minPatients = minPatients;
  }
}
