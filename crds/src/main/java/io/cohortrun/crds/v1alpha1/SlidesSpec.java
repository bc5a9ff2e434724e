package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Everything beside slide and model that changes numbers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.thresholds) || self.thresholds.all(c, self.thresholds[c] > 0.0 && self.thresholds[c] < 1.0)",
    message = "thresholds lie strictly between 0 and 1")
public class SlidesSpec {

  @JsonPropertyDescription(
      "Micrometres per pixel that slides are read at. A property of the bundle; paper-literal insists on 0.5 and is refused with a bundle made for another. Default: bundle. Immutable.")
  @Default("bundle")
  private Resolution resolution;

  @JsonPropertyDescription("Tissue mask. Default: default. Immutable.")
  @Default("default")
  private MaskProfile maskProfile;

  @JsonPropertyDescription("What densities are a share of. Default: tissue. Immutable.")
  @Default("tissue")
  private ValidPixels validPixels;

  @JsonPropertyDescription(
      "Least share of tissue in a tile that is kept, 0 to 1. Default: 0.1. Immutable.")
  @Default("0.1")
  @Min(0) @Max(1) private Double minTissueFraction;

  @JsonPropertyDescription(
      "Read slides coarser than 1.3 times the target resolution too, flagged on every row. Default: false. Immutable.")
  @Default("false")
  private Boolean allowUpsample;

  @JsonPropertyDescription(
      "Largest share of tiles that may fail to decode before the slide ends as TooManyBadTiles, 0 to 1. Default: 0.05. Immutable.")
  @Default("0.05")
  @Min(0) @Max(1) private Double badTileBudget;

  @JsonPropertyDescription(
      "Probability above which a pixel is positive, by channel id, over the bundle's own; strictly between 0 and 1. Immutable.")
  @Size(max = 128) private Map<String, Double> thresholds;

  public Resolution getResolution() {
    return resolution;
  }

  public void setResolution(Resolution resolution) {
    this.resolution = resolution;
  }

  public MaskProfile getMaskProfile() {
    return maskProfile;
  }

  public void setMaskProfile(MaskProfile maskProfile) {
    this.maskProfile = maskProfile;
  }

  public ValidPixels getValidPixels() {
    return validPixels;
  }

  public void setValidPixels(ValidPixels validPixels) {
    this.validPixels = validPixels;
  }

  public Double getMinTissueFraction() {
    return minTissueFraction;
  }

  public void setMinTissueFraction(Double minTissueFraction) {
    this.minTissueFraction = minTissueFraction;
  }

  public Boolean getAllowUpsample() {
    return allowUpsample;
  }

  public void setAllowUpsample(Boolean allowUpsample) {
    this.allowUpsample = allowUpsample;
  }

  public Double getBadTileBudget() {
    return badTileBudget;
  }

  public void setBadTileBudget(Double badTileBudget) {
    this.badTileBudget = badTileBudget;
  }

  public Map<String, Double> getThresholds() {
    return thresholds;
  }

  public void setThresholds(Map<String, Double> thresholds) {
    this.thresholds = thresholds;
  }
}
