package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What one clinical column means; inferred and shown where it is not given. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.order) || self.kind == 'Ordinal'",
    message = "order is for kind Ordinal only")
public class ClinicalColumn {

  @JsonPropertyDescription("Column name as in the table. Immutable.")
  @Required
  @Size(min = 1, max = 128) private String name;

  @JsonPropertyDescription(
      "Scale of the column, or what it says of the patient: Id, Type (OncoTree codes where its name begins with oncotree), Subtype, or Site, where the patient was treated. Types, subtypes and sites that are not given are found by names. Immutable.")
  @Required
  private ColumnKind kind;

  @JsonPropertyDescription(
      "Values of an ordinal column, lowest first; allowed for kind Ordinal only. Immutable.")
  @Size(max = 64) private List<@Size(max = 128) String> order;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public ColumnKind getKind() {
    return kind;
  }

  public void setKind(ColumnKind kind) {
    this.kind = kind;
  }

  public List<String> getOrder() {
    return order;
  }

  public void setOrder(List<String> order) {
    this.order = order;
  }
}
