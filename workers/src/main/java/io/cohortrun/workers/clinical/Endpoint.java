package io.cohortrun.workers.clinical;

import java.util.ArrayList;
import java.util.List;

/**
 * A time-to-event pair of columns.
 *
 * @param name such as OS
 * @param time end of follow-up
 * @param event whether it ended with the event
 * @param entry start of observation, or null where that is at 0
 * @param unit of time and entry
 */
public record Endpoint(String name, String time, String event, String entry, Unit unit) {

  /** Units of time; they change no hazard ratio. */
  public enum Unit {
    DAYS(1),
    WEEKS(7),
    MONTHS(365.25 / 12),
    YEARS(365.25),
    /** Nobody said: taken as they are. */
    UNKNOWN(1);

    private final double days;

    Unit(double days) {
      this.days = days;
    }

    /** How many of them a year has. */
    public double year() {
      return YEARS.days / days;
    }

    /** Days of one. */
    public double days() {
      return days;
    }
  }

  /** Its columns. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(time, event));
    if (entry != null) {
      columns.add(entry);
    }
    return columns;
  }
}
