package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Statistics of the cohort. An analysis runs where its block is present; {} takes the defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AnalysesSpec {

  @JsonPropertyDescription(
      "Channel features against clinical attributes; needs clinical. Immutable.")
  private AssociationsSpec associations;

  @JsonPropertyDescription("Survival; needs clinical.endpoints. Immutable.")
  private SurvivalSpec survival;

  @JsonPropertyDescription("Multi-channel signature; needs clinical.endpoints. Immutable.")
  private SignatureSpec signature;

  @JsonPropertyDescription("Agreement with another run. Immutable.")
  private ConcordanceSpec concordance;

  @JsonPropertyDescription("Translation quality on paired mIF. Immutable.")
  private QualitySpec quality;

  @JsonPropertyDescription("Biomarkers to triage; needs clinical. Immutable.")
  @Size(max = 8) private List<TriageSpec> triage;

  @JsonPropertyDescription(
      "Cells under this size are suppressed in what is exported for others. Default: 10. Immutable.")
  @Default("10")
  @Min(1) @Max(1000) private Integer smallCells;

  public AssociationsSpec getAssociations() {
    return associations;
  }

  public void setAssociations(AssociationsSpec associations) {
    this.associations = associations;
  }

  public SurvivalSpec getSurvival() {
    return survival;
  }

  public void setSurvival(SurvivalSpec survival) {
    this.survival = survival;
  }

  public SignatureSpec getSignature() {
    return signature;
  }

  public void setSignature(SignatureSpec signature) {
    this.signature = signature;
  }

  public ConcordanceSpec getConcordance() {
    return concordance;
  }

  public void setConcordance(ConcordanceSpec concordance) {
    this.concordance = concordance;
  }

  public QualitySpec getQuality() {
    return quality;
  }

  public void setQuality(QualitySpec quality) {
    this.quality = quality;
  }

  public List<TriageSpec> getTriage() {
    return triage;
  }

  public void setTriage(List<TriageSpec> triage) {
    this.triage = triage;
  }

  public Integer getSmallCells() {
    return smallCells;
  }

  public void setSmallCells(Integer smallCells) {
    this.smallCells = smallCells;
  }
}
