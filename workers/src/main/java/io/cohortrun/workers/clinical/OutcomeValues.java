package io.cohortrun.workers.clinical;

import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.survival.EqualTimes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Follow-up as tables have it; impossible times are told and count as unknown. */
final class OutcomeValues {

  private final PatientRecords records;
  private final JoinReport report;

  OutcomeValues(PatientRecords records, JoinReport report) {
    this.records = records;
    this.report = report;
  }

  Outcome of(Endpoint endpoint) {
    AttributeValues numbers = new AttributeValues(records, report);
    double[] time = numbers.values(number(endpoint.time()));
    double[] entry = new double[time.length];
    Arrays.fill(entry, Double.NEGATIVE_INFINITY);
    if (endpoint.entry() != null) {
      entry = numbers.values(number(endpoint.entry()));
    }
    EqualTimes equal = EqualTimes.among(time, entry);
    time = Arrays.stream(time).map(equal::of).toArray();
    entry = Arrays.stream(entry).map(equal::of).toArray();
    PatientRecords.Column times = records.columns().get(endpoint.time());
    PatientRecords.Column events = records.columns().get(endpoint.event());
    EventWords words =
        EventWords.of(Arrays.stream(events.text()).filter(t -> !t.isEmpty()).toList());
    boolean[] event = new boolean[time.length];
    for (int p = 0; p < time.length; p++) {
      String cell = events.text()[p];
      Optional<Boolean> ended = cell.isEmpty() ? Optional.empty() : words.event(cell);
      if (!cell.isEmpty() && ended.isEmpty()) {
        report.add(Reason.UnknownLevel, events.table(), endpoint.event(), events.row()[p]);
      } else if (cell.isEmpty() != times.text()[p].isEmpty()) {
        int row = times.row()[p] > 0 ? times.row()[p] : events.row()[p];
        report.add(Reason.TimeWithoutEvent, times.table(), endpoint.time(), row);
      }
      event[p] = ended.orElse(false);
      time[p] = ended.isEmpty() ? Double.NaN : possible(endpoint, times, p, entry[p], time[p]);
    }
    return new Outcome(endpoint.name(), entry, time, event);
  }

  private double possible(
      Endpoint endpoint, PatientRecords.Column times, int p, double entry, double time) {
    Reason why =
        time < 0
            ? Reason.NegativeTime
            : entry >= time
                ? Reason.EntryNotBeforeEnd
                : Double.isNaN(entry) && !Double.isNaN(time)
                    ? Reason.EntryUnknown
                    : time == 0 ? Reason.ZeroTime : null;
    if (why != null) {
      report.add(why, times.table(), endpoint.time(), times.row()[p]);
    }
    return why == null || why == Reason.ZeroTime ? time : Double.NaN;
  }

  private static ClinicalColumn number(String name) {
    return new ClinicalColumn(name, ColumnKind.CONTINUOUS, List.of(), "");
  }
}
