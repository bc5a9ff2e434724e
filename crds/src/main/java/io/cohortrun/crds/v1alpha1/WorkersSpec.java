package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Who does the work; a local run does all itself. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class WorkersSpec {

  @JsonPropertyDescription("Inference. The profile is immutable, replicas may change.")
  @Default("{}")
  private WorkerPool gpu;

  @JsonPropertyDescription(
      "Freeze, preflight, analysis, publication. The profile is immutable, replicas may change.")
  @Default("{}")
  private WorkerPool cpu;

  @JsonPropertyDescription(
      "Kueue LocalQueue that admits the run's jobs; none means no queue. Immutable.")
  @Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") private String queue;

  public WorkerPool getGpu() {
    return gpu;
  }

  public void setGpu(WorkerPool gpu) {
    this.gpu = gpu;
  }

  public WorkerPool getCpu() {
    return cpu;
  }

  public void setCpu(WorkerPool cpu) {
    this.cpu = cpu;
  }

  public String getQueue() {
    return queue;
  }

  public void setQueue(String queue) {
    this.queue = queue;
  }
}
