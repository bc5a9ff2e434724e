package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** Slides by outcome; constant size. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SlideCounts {

  @JsonPropertyDescription("Rows of the manifest.")
  private Integer total;

  @JsonPropertyDescription("Rows with an outcome.")
  private Integer done;

  @JsonPropertyDescription("Of these, failures.")
  private Integer failed;

  @JsonPropertyDescription("Rows by outcome; outcomes without rows are absent.")
  @Size(max = 40) private Map<String, Integer> outcomes;

  public Integer getTotal() {
    return total;
  }

  public void setTotal(Integer total) {
    this.total = total;
  }

  public Integer getDone() {
    return done;
  }

  public void setDone(Integer done) {
    this.done = done;
  }

  public Integer getFailed() {
    return failed;
  }

  public void setFailed(Integer failed) {
    this.failed = failed;
  }

  public Map<String, Integer> getOutcomes() {
    return outcomes;
  }

  public void setOutcomes(Map<String, Integer> outcomes) {
    this.outcomes = outcomes;
  }
}
