package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Tests of every channel feature against every clinical attribute. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AssociationsSpec {

  @JsonPropertyDescription(
      "Population levels. Default: [\"PanCancer\",\"Type\",\"Subtype\"]. Immutable.")
  @Default("[\"PanCancer\",\"Type\",\"Subtype\"]")
  @Size(min = 1, max = 3) private List<Level> levels;

  @JsonPropertyDescription("Benjamini-Hochberg level of a family. Default: 0.05. Immutable.")
  @Default("0.05")
  @Min(value = 0, inclusive = false) @Max(value = 0.5) private Double falseDiscoveryRate;

  @JsonPropertyDescription("Fewest patients of a stratum that is tested. Default: 30. Immutable.")
  @Default("30")
  @Min(3) @Max(1000000) private Integer minPatients;

  @JsonPropertyDescription(
      "Fewest patients on each side of a binary attribute. Default: 10. Immutable.")
  @Default("10")
  @Min(1) @Max(1000000) private Integer minArm;

  @JsonPropertyDescription(
      "Clinical columns of the adjusted analysis, beside age, sex and stage, and for genes mutation burden and microsatellite instability, where present. Immutable.")
  @Size(max = 16) private List<@Size(min = 1, max = 128) String> adjustFor;

  public List<Level> getLevels() {
    return levels;
  }

  public void setLevels(List<Level> levels) {
    this.levels = levels;
  }

  public Double getFalseDiscoveryRate() {
    return falseDiscoveryRate;
  }

  public void setFalseDiscoveryRate(Double falseDiscoveryRate) {
    this.falseDiscoveryRate = falseDiscoveryRate;
  }

  public Integer getMinPatients() {
    return minPatients;
  }

  public void setMinPatients(Integer minPatients) {
    this.minPatients = minPatients;
  }

  public Integer getMinArm() {
    return minArm;
  }

  public void setMinArm(Integer minArm) {
    this.minArm = minArm;
  }

  public List<String> getAdjustFor() {
    return adjustFor;
  }

  public void setAdjustFor(List<String> adjustFor) {
    this.adjustFor = adjustFor;
  }
}
