package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.manifest == oldSelf.manifest",
    message = "manifest is immutable; make a new CohortRun")
@ValidationRule(
    value =
        "has(self.clinical) == has(oldSelf.clinical) && (!has(self.clinical) || self.clinical == oldSelf.clinical)",
    message = "clinical is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.model == oldSelf.model",
    message = "model is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.slides == oldSelf.slides",
    message = "slides is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.output == oldSelf.output",
    message = "output is immutable; make a new CohortRun")
@ValidationRule(
    value =
        "has(self.analyses) == has(oldSelf.analyses) && (!has(self.analyses) || self.analyses == oldSelf.analyses)",
    message = "analyses is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.validation == oldSelf.validation",
    message = "validation is immutable; make a new CohortRun")
@ValidationRule(
    value =
        "has(self.volumes) == has(oldSelf.volumes) && (!has(self.volumes) || self.volumes == oldSelf.volumes)",
    message = "volumes is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.budgets == oldSelf.budgets",
    message = "budgets is immutable; make a new CohortRun")
@ValidationRule(
    value =
        "has(self.ceilings) == has(oldSelf.ceilings) && (!has(self.ceilings) || self.ceilings == oldSelf.ceilings)",
    message = "ceilings is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.workers.gpu.profile == oldSelf.workers.gpu.profile",
    message = "workers.gpu.profile is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.workers.cpu.profile == oldSelf.workers.cpu.profile",
    message = "workers.cpu.profile is immutable; make a new CohortRun")
@ValidationRule(
    value =
        "has(self.workers.queue) == has(oldSelf.workers.queue) && (!has(self.workers.queue) || self.workers.queue == oldSelf.workers.queue)",
    message = "workers.queue is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.retention == oldSelf.retention",
    message = "retention is immutable; make a new CohortRun")
@ValidationRule(
    value = "self.mode == oldSelf.mode || self.mode == 'Run'",
    message = "mode changes from Preflight to Run only")
@ValidationRule(value = "self.retry >= oldSelf.retry", message = "retry can only be raised")
@ValidationRule(
    value = "!has(self.retryOnly) || self.retry > 0",
    message = "retryOnly needs retry: raise retry to begin the next attempt")
@ValidationRule(
    value =
        "!has(self.analyses) || has(self.clinical) || !(has(self.analyses.associations) || has(self.analyses.survival) || has(self.analyses.signature) || has(self.analyses.triage))",
    message = "these analyses need clinical")
@ValidationRule(
    value =
        "!has(self.analyses) || !has(self.clinical) || has(self.clinical.study) || has(self.clinical.endpoints) || !(has(self.analyses.survival) || has(self.analyses.signature))",
    message = "survival and signature need clinical.endpoints, or a clinical.study")
@ValidationRule(
    value =
        "!has(self.volumes) || self.volumes.all(v, self.volumes.exists_one(w, w.mountPath == v.mountPath))",
    message = "each volume needs its own mountPath")
public class CohortRunSpec {

  @JsonPropertyDescription("The slides. Immutable.")
  @Required
  private ManifestSpec manifest;

  @JsonPropertyDescription("The patients. Immutable.")
  private ClinicalSpec clinical;

  @JsonPropertyDescription("The model bundle. Immutable.")
  @Required
  private ModelSpec model;

  @JsonPropertyDescription("How slides are read and counted. Immutable.")
  @Default("{}")
  private SlidesSpec slides;

  @JsonPropertyDescription("The place for results. Immutable.")
  @Required
  private OutputSpec output;

  @JsonPropertyDescription("The statistics wanted; none means features only. Immutable.")
  private AnalysesSpec analyses;

  @JsonPropertyDescription("The checks before publication. Immutable.")
  @Default("{}")
  private ValidationSpec validation;

  @JsonPropertyDescription("The workers. Only replicas may change.")
  @Default("{}")
  private WorkersSpec workers;

  @JsonPropertyDescription(
      "Claims that workers mount; a local run reads paths as they are. Immutable.")
  @Size(max = 16) private List<Volume> volumes;

  @JsonPropertyDescription("Retry and failure budgets. Immutable.")
  @Default("{}")
  private BudgetsSpec budgets;

  @JsonPropertyDescription("Limits of use. Immutable.")
  private CeilingsSpec ceilings;

  @JsonPropertyDescription("Drain the workers and hold the run. Default: false. May change.")
  @Default("false")
  private Boolean suspend;

  @JsonPropertyDescription(
      "Preflight stops after the forecast. Default: Run. May change from Preflight to Run.")
  @Default("Run")
  private Mode mode;

  @JsonPropertyDescription(
      "Raise to try the failed slides again as the next attempt. Default: 0. May be raised.")
  @Default("0")
  @Min(0) @Max(1000) private Integer retry;

  @JsonPropertyDescription(
      "Which failed slides the next attempt tries; none means all. May change.")
  private RetryOnlySpec retryOnly;

  @JsonPropertyDescription("Review before publication. May change.")
  @Default("{}")
  private SignOffSpec signOff;

  @JsonPropertyDescription(
      "What happens to results when the resource is deleted. Default: Keep. Immutable. Delete is refused by this release: nothing would delete them.")
  @Default("Keep")
  private Retention retention;

  @JsonPropertyDescription(
      "Seconds after the end until the resource (not its results) is deleted; none keeps it. May change.")
  @Min(0) @Max(2147483647) private Integer ttlSecondsAfterFinished;

  @JsonPropertyDescription(
      "The same after an end as Failed or NotValidated, for people to look at it longer; none means ttlSecondsAfterFinished. May change.")
  @Min(0) @Max(2147483647) private Integer ttlSecondsAfterFailed;

  public ManifestSpec getManifest() {
    return manifest;
  }

  public void setManifest(ManifestSpec manifest) {
    this.manifest = manifest;
  }

  public ClinicalSpec getClinical() {
    return clinical;
  }

  public void setClinical(ClinicalSpec clinical) {
    this.clinical = clinical;
  }

  public ModelSpec getModel() {
    return model;
  }

  public void setModel(ModelSpec model) {
    this.model = model;
  }

  public SlidesSpec getSlides() {
    return slides;
  }

  public void setSlides(SlidesSpec slides) {
    this.slides = slides;
  }

  public OutputSpec getOutput() {
    return output;
  }

  public void setOutput(OutputSpec output) {
    this.output = output;
  }

  public AnalysesSpec getAnalyses() {
    return analyses;
  }

  public void setAnalyses(AnalysesSpec analyses) {
    this.analyses = analyses;
  }

  public ValidationSpec getValidation() {
    return validation;
  }

  public void setValidation(ValidationSpec validation) {
    this.validation = validation;
  }

  public WorkersSpec getWorkers() {
    return workers;
  }

  public void setWorkers(WorkersSpec workers) {
    this.workers = workers;
  }

  public List<Volume> getVolumes() {
    return volumes;
  }

  public void setVolumes(List<Volume> volumes) {
    this.volumes = volumes;
  }

  public BudgetsSpec getBudgets() {
    return budgets;
  }

  public void setBudgets(BudgetsSpec budgets) {
    this.budgets = budgets;
  }

  public CeilingsSpec getCeilings() {
    return ceilings;
  }

  public void setCeilings(CeilingsSpec ceilings) {
    this.ceilings = ceilings;
  }

  public Boolean getSuspend() {
    return suspend;
  }

  public void setSuspend(Boolean suspend) {
    this.suspend = suspend;
  }

  public Mode getMode() {
    return mode;
  }

  public void setMode(Mode mode) {
    this.mode = mode;
  }

  public Integer getRetry() {
    return retry;
  }

  public void setRetry(Integer retry) {
    this.retry = retry;
  }

  public RetryOnlySpec getRetryOnly() {
    return retryOnly;
  }

  public void setRetryOnly(RetryOnlySpec retryOnly) {
    this.retryOnly = retryOnly;
  }

  public SignOffSpec getSignOff() {
    return signOff;
  }

  public void setSignOff(SignOffSpec signOff) {
    this.signOff = signOff;
  }

  public Retention getRetention() {
    return retention;
  }

  public void setRetention(Retention retention) {
    this.retention = retention;
  }

  public Integer getTtlSecondsAfterFinished() {
    return ttlSecondsAfterFinished;
  }

  public void setTtlSecondsAfterFinished(Integer ttlSecondsAfterFinished) {
    this.ttlSecondsAfterFinished = ttlSecondsAfterFinished;
  }

  public Integer getTtlSecondsAfterFailed() {
    return ttlSecondsAfterFailed;
  }

  public void setTtlSecondsAfterFailed(Integer ttlSecondsAfterFailed) {
    this.ttlSecondsAfterFailed = ttlSecondsAfterFailed;
  }
}
