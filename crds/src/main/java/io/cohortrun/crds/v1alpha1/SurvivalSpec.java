package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Survival by channel and by stage, unadjusted and adjusted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SurvivalSpec {

  @JsonPropertyDescription(
      "Names from clinical.endpoints, first is primary. Default: [\"OS\"]. Immutable.")
  @Default("[\"OS\"]")
  @Size(min = 1, max = 8) private List<@Size(min = 1, max = 32) String> endpoints;

  @JsonPropertyDescription("Tied event times. Default: efron. Immutable.")
  @Default("efron")
  private Ties ties;

  @JsonPropertyDescription("Fewest events of a stratum that is tested. Default: 20. Immutable.")
  @Default("20")
  @Min(2) @Max(1000000) private Integer minEvents;

  public List<String> getEndpoints() {
    return endpoints;
  }

  public void setEndpoints(List<String> endpoints) {
    this.endpoints = endpoints;
  }

  public Ties getTies() {
    return ties;
  }

  public void setTies(Ties ties) {
    this.ties = ties;
  }

  public Integer getMinEvents() {
    return minEvents;
  }

  public void setMinEvents(Integer minEvents) {
    this.minEvents = minEvents;
  }
}
