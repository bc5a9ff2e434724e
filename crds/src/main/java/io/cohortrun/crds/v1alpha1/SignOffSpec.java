package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Sign-off by a person before publication. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.decision) == has(self.approver)",
    message = "decision and approver come together")
public class SignOffSpec {

  @JsonPropertyDescription(
      "Wait in AwaitingSignOff until a decision is made. Default: false. May change; an attempt keeps what it started with.")
  @Default("false")
  private Boolean required;

  @JsonPropertyDescription("The verdict; comes with approver. May change until publication.")
  private Decision decision;

  @JsonPropertyDescription(
      "Name of the authenticated user who decided; an admission policy compares the two. May change until publication.")
  @Size(min = 1, max = 253) private String approver;

  @JsonPropertyDescription(
      "Attempt that the decision is about; it says nothing of any other. Default: 1. May change until publication.")
  @Default("1")
  @Min(1) private Integer attempt;

  @JsonPropertyDescription("What the reviewer wants remembered. May change until publication.")
  @Size(max = 2048) private String comment;

  public Boolean getRequired() {
    return required;
  }

  public void setRequired(Boolean required) {
    this.required = required;
  }

  public Decision getDecision() {
    return decision;
  }

  public void setDecision(Decision decision) {
    this.decision = decision;
  }

  public String getApprover() {
    return approver;
  }

  public void setApprover(String approver) {
    this.approver = approver;
  }

  public Integer getAttempt() {
    return attempt;
  }

  public void setAttempt(Integer attempt) {
    this.attempt = attempt;
  }

  public String getComment() {
    return comment;
  }

  public void setComment(String comment) {
    this.comment = comment;
  }
}
