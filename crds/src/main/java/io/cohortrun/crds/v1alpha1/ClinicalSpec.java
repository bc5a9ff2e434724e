package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Clinical, molecular and follow-up tables. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.tables) != has(self.study)",
    message = "give exactly one of tables and study")
public class ClinicalSpec {

  @JsonPropertyDescription(
      "CSV, TSV or Parquet tables, joined by patient. Exclusive with study. Immutable.")
  @Size(max = 16) private List<@Size(min = 1, max = 2048) String> tables;

  @JsonPropertyDescription(
      "cBioPortal study folder, read as it is. Exclusive with tables. Immutable.")
  @Size(min = 1, max = 2048) private String study;

  @JsonPropertyDescription("Mutation tables (MAF). Immutable.")
  @Size(max = 16) private List<@Size(min = 1, max = 2048) String> mutations;

  @JsonPropertyDescription(
      "Megabases that were sequenced for the mutations, such as 30 for an exome: gives the tumour mutation burden, TMB, and TMB-high from 10 per megabase; neither if not given. Columns of counts in clinical tables are used as they are. Immutable.")
  @Min(value = 0, inclusive = false) @Max(10000) private Double megabases;

  @JsonPropertyDescription(
      "Pinned OncoTree release that codes are read by. Default: 2025_10_03. Immutable.")
  @Default("2025_10_03")
  @Pattern("^[0-9]{4}_[0-9]{2}_[0-9]{2}$") private String oncoTree;

  @JsonPropertyDescription("Dictionary of columns. Immutable.")
  @Size(max = 256) private List<ClinicalColumn> columns;

  @JsonPropertyDescription("Time-to-event pairs. Immutable.")
  @Size(max = 8) private List<Endpoint> endpoints;

  @JsonPropertyDescription(
      "Which slides stand for a patient; their counts are summed, so larger areas weigh more. Default: DiagnosticFirst. Immutable.")
  @Default("DiagnosticFirst")
  private SlideRule slideRule;

  public List<String> getTables() {
    return tables;
  }

  public void setTables(List<String> tables) {
    this.tables = tables;
  }

  public String getStudy() {
    return study;
  }

  public void setStudy(String study) {
    this.study = study;
  }

  public List<String> getMutations() {
    return mutations;
  }

  public void setMutations(List<String> mutations) {
    this.mutations = mutations;
  }

  public Double getMegabases() {
    return megabases;
  }

  public void setMegabases(Double megabases) {
    this.megabases = megabases;
  }

  public String getOncoTree() {
    return oncoTree;
  }

  public void setOncoTree(String oncoTree) {
    this.oncoTree = oncoTree;
  }

  public List<ClinicalColumn> getColumns() {
    return columns;
  }

  public void setColumns(List<ClinicalColumn> columns) {
    this.columns = columns;
  }

  public List<Endpoint> getEndpoints() {
    return endpoints;
  }

  public void setEndpoints(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  public SlideRule getSlideRule() {
    return slideRule;
  }

  public void setSlideRule(SlideRule slideRule) {
    this.slideRule = slideRule;
  }
}
