package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A time-to-event pair of columns. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.time != self.event", message = "time and event must be two columns")
public class Endpoint {

  @JsonPropertyDescription("Short name used in tables, e.g. OS or PFI. Immutable.")
  @Required
  @Size(min = 1, max = 32) private String name;

  @JsonPropertyDescription("Column with the follow-up time. Immutable.")
  @Required
  @Size(min = 1, max = 128) private String time;

  @JsonPropertyDescription("Column that is 1 (or true) where the event happened. Immutable.")
  @Required
  @Size(min = 1, max = 128) private String event;

  @JsonPropertyDescription(
      "Column with the time of delayed entry (specimen date), in the same unit; none means entry at 0. Immutable.")
  @Size(min = 1, max = 128) private String entry;

  @JsonPropertyDescription("Unit of time and entry. Default: Days. Immutable.")
  @Default("Days")
  private TimeUnit unit;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getTime() {
    return time;
  }

  public void setTime(String time) {
    this.time = time;
  }

  public String getEvent() {
    return event;
  }

  public void setEvent(String event) {
    this.event = event;
  }

  public String getEntry() {
    return entry;
  }

  public void setEntry(String entry) {
    this.entry = entry;
  }

  public TimeUnit getUnit() {
    return unit;
  }

  public void setUnit(TimeUnit unit) {
    this.unit = unit;
  }
}
