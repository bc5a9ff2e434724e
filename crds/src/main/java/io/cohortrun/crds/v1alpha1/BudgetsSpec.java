package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How often what may be tried again, how many slides may fail, and what an hour costs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BudgetsSpec {

  @JsonPropertyDescription(
      "Times one shard may be lost to dead workers, timeouts and unreachable stores. Default: 10. Immutable.")
  @Default("10")
  @Min(0) @Max(1000) private Integer infrastructure;

  @JsonPropertyDescription(
      "Times one slide may fail with a retryable code before that code is final. Default: 2. Immutable.")
  @Default("2")
  @Min(0) @Max(100) private Integer slide;

  @JsonPropertyDescription(
      "Times a worker may refuse or fail the model on one shard. Default: 2. Immutable.")
  @Default("2")
  @Min(0) @Max(100) private Integer model;

  @JsonPropertyDescription(
      "Share of rows that may fail, 0 to 1, before the run ends OverBudget; at least one row always may. It never stops other slides. Default: 0.1. Immutable.")
  @Default("0.1")
  @Min(0) @Max(1) private Double failureShare;

  @JsonPropertyDescription(
      "Price of an hour of an inference worker, in any currency: the report tells what the run and a slide cost. None means it tells no cost. Immutable.")
  @Min(0) private Double pricePerWorkerHour;

  public Integer getInfrastructure() {
    return infrastructure;
  }

  public void setInfrastructure(Integer infrastructure) {
    this.infrastructure = infrastructure;
  }

  public Integer getSlide() {
    return slide;
  }

  public void setSlide(Integer slide) {
    this.slide = slide;
  }

  public Integer getModel() {
    return model;
  }

  public void setModel(Integer model) {
    this.model = model;
  }

  public Double getFailureShare() {
    return failureShare;
  }

  public void setFailureShare(Double failureShare) {
    this.failureShare = failureShare;
  }

  public Double getPricePerWorkerHour() {
    return pricePerWorkerHour;
  }

  public void setPricePerWorkerHour(Double pricePerWorkerHour) {
    this.pricePerWorkerHour = pricePerWorkerHour;
  }
}
