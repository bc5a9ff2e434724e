package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A frequent failure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class TopReason {

  @JsonPropertyDescription("The outcome.")
  @Size(max = 40) private String outcome;

  @JsonPropertyDescription("Rows with it.")
  private Integer rows;

  @JsonPropertyDescription("One of these rows, counted from 0.")
  private Integer exampleRow;

  public String getOutcome() {
    return outcome;
  }

  public void setOutcome(String outcome) {
    this.outcome = outcome;
  }

  public Integer getRows() {
    return rows;
  }

  public void setRows(Integer rows) {
    this.rows = rows;
  }

  public Integer getExampleRow() {
    return exampleRow;
  }

  public void setExampleRow(Integer exampleRow) {
    this.exampleRow = exampleRow;
  }
}
