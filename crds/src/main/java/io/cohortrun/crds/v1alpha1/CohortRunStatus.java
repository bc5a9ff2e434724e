package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What is known; under 16 KB whatever the cohort. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CohortRunStatus {

  @JsonPropertyDescription("Generation of the spec that this status answers.")
  private Long observedGeneration;

  @JsonPropertyDescription("The run in one word.")
  private State state;

  @JsonPropertyDescription(
      "Freeze, Preflight, Plan, Infer, Analyse, Draft, SignOff, Publish or Done.")
  @Size(max = 32) private String phase;

  @JsonPropertyDescription("One per type.")
  @Size(max = 16) private List<Condition> conditions;

  @JsonPropertyDescription("Slides by outcome.")
  private SlideCounts slides;

  @JsonPropertyDescription("Most frequent failures, most frequent first.")
  @Size(max = 5) private List<TopReason> topReasons;

  @JsonPropertyDescription("Percent, rate and expected end.")
  private Progress progress;

  @JsonPropertyDescription("Why nothing runs, in one sentence; empty while it does.")
  @Size(max = 512) private String pendingReason;

  @JsonPropertyDescription("Digests at acceptance.")
  private Frozen frozen;

  @JsonPropertyDescription("Attempt in progress or ended last, from 1.")
  private Integer attempt;

  @JsonPropertyDescription(
      "Temporal workflow id of the attempt; the intent, written before the start.")
  @Size(max = 255) private String workflowId;

  @JsonPropertyDescription("Temporal's run id, written after the start.")
  @Size(max = 64) private String runId;

  @JsonPropertyDescription("What was published.")
  private ResultRef result;

  @JsonPropertyDescription("Time on the devices: held, useful, wasted.")
  private GpuSeconds gpuSeconds;

  @JsonPropertyDescription("Pods of the attempt.")
  private PodCounts pods;

  @JsonPropertyDescription("Bytes of slide results that the attempt wrote.")
  private Long outputBytes;

  @JsonPropertyDescription("When the attempt started, RFC 3339.")
  @Size(max = 40) private String startTime;

  @JsonPropertyDescription("When the attempt ended, RFC 3339.")
  @Size(max = 40) private String completionTime;

  public Long getObservedGeneration() {
    return observedGeneration;
  }

  public void setObservedGeneration(Long observedGeneration) {
    this.observedGeneration = observedGeneration;
  }

  public State getState() {
    return state;
  }

  public void setState(State state) {
    this.state = state;
  }

  public String getPhase() {
    return phase;
  }

  public void setPhase(String phase) {
    this.phase = phase;
  }

  public List<Condition> getConditions() {
    return conditions;
  }

  public void setConditions(List<Condition> conditions) {
    this.conditions = conditions;
  }

  public SlideCounts getSlides() {
    return slides;
  }

  public void setSlides(SlideCounts slides) {
    this.slides = slides;
  }

  public List<TopReason> getTopReasons() {
    return topReasons;
  }

  public void setTopReasons(List<TopReason> topReasons) {
    this.topReasons = topReasons;
  }

  public Progress getProgress() {
    return progress;
  }

  public void setProgress(Progress progress) {
    this.progress = progress;
  }

  public String getPendingReason() {
    return pendingReason;
  }

  public void setPendingReason(String pendingReason) {
    this.pendingReason = pendingReason;
  }

  public Frozen getFrozen() {
    return frozen;
  }

  public void setFrozen(Frozen frozen) {
    this.frozen = frozen;
  }

  public Integer getAttempt() {
    return attempt;
  }

  public void setAttempt(Integer attempt) {
    this.attempt = attempt;
  }

  public String getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(String workflowId) {
    this.workflowId = workflowId;
  }

  public String getRunId() {
    return runId;
  }

  public void setRunId(String runId) {
    this.runId = runId;
  }

  public ResultRef getResult() {
    return result;
  }

  public void setResult(ResultRef result) {
    this.result = result;
  }

  public GpuSeconds getGpuSeconds() {
    return gpuSeconds;
  }

  public void setGpuSeconds(GpuSeconds gpuSeconds) {
    this.gpuSeconds = gpuSeconds;
  }

  public PodCounts getPods() {
    return pods;
  }

  public void setPods(PodCounts pods) {
    this.pods = pods;
  }

  public Long getOutputBytes() {
    return outputBytes;
  }

  public void setOutputBytes(Long outputBytes) {
    this.outputBytes = outputBytes;
  }

  public String getStartTime() {
    return startTime;
  }

  public void setStartTime(String startTime) {
    this.startTime = startTime;
  }

  public String getCompletionTime() {
    return completionTime;
  }

  public void setCompletionTime(String completionTime) {
    this.completionTime = completionTime;
  }
}
