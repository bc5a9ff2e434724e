package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** How far, how fast; meaningless without its time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Progress {

  @JsonPropertyDescription("Tiles done, 0 to 100; slides until tiles are known.")
  @Min(0) @Max(100) private Integer percent;

  @JsonPropertyDescription("Tiles inferred.")
  private Long tiles;

  @JsonPropertyDescription("Tiles planned; 0 until the plan is made.")
  private Long tilesTotal;

  @JsonPropertyDescription("Over the last ten minutes or so.")
  private Double slidesPerHour;

  @JsonPropertyDescription("Over the last ten minutes or so.")
  private Double tilesPerHour;

  @JsonPropertyDescription("Expected end, RFC 3339.")
  @Size(max = 40) private String eta;

  @JsonPropertyDescription("When these figures were taken, RFC 3339.")
  @Size(max = 40) private String time;

  @JsonPropertyDescription("When a slide or tile last finished, RFC 3339.")
  @Size(max = 40) private String lastProgressTime;

  public Integer getPercent() {
    return percent;
  }

  public void setPercent(Integer percent) {
    this.percent = percent;
  }

  public Long getTiles() {
    return tiles;
  }

  public void setTiles(Long tiles) {
    this.tiles = tiles;
  }

  public Long getTilesTotal() {
    return tilesTotal;
  }

  public void setTilesTotal(Long tilesTotal) {
    this.tilesTotal = tilesTotal;
  }

  public Double getTilesPerHour() {
    return tilesPerHour;
  }

  public void setTilesPerHour(Double tilesPerHour) {
    this.tilesPerHour = tilesPerHour;
  }

  public String getTime() {
    return time;
  }

  public void setTime(String time) {
    this.time = time;
  }

  public Double getSlidesPerHour() {
    return slidesPerHour;
  }

  public void setSlidesPerHour(Double slidesPerHour) {
    this.slidesPerHour = slidesPerHour;
  }

  public String getEta() {
    return eta;
  }

  public void setEta(String eta) {
    this.eta = eta;
  }

  public String getLastProgressTime() {
    return lastProgressTime;
  }

  public void setLastProgressTime(String lastProgressTime) {
    this.lastProgressTime = lastProgressTime;
  }
}
