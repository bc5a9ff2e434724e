package io.cohortrun.workers.report.findings;

import io.cohortrun.workflows.contract.AnalysisSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** From when on patients count as at risk, as the settings have it. */
final class TimeOrigin {

  private TimeOrigin() {}

  /** A paragraph, where survival or a signature was asked for. */
  static Optional<String> of(AnalysisSettings s) {
    TreeSet<String> asked = new TreeSet<>();
    if (s.survival() != null) {
      asked.addAll(s.survival().endpoints());
    }
    if (s.signature() != null) {
      asked.add(s.signature().endpoint());
    }
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> entries = new TreeMap<>();
    s.clinical().endpoints().stream()
        .filter(e -> asked.contains(e.name()) && e.entry() != null)
        .forEach(e -> entries.put(e.name(), e.entry()));
    List<String> sentences = new ArrayList<>();
    sentences.add("Time origin: times are those of the clinical table, from its time 0.");
    entries.forEach(
        (endpoint, entry) ->
            sentences.add(
                "Patients count as at risk for %s from %s on (delayed entry)."
                    .formatted(endpoint, entry)));
    asked.removeAll(entries.keySet());
    if (!asked.isEmpty()) {
      sentences.add(
          ("No entry was given for %s: all count as at risk from time 0, and time before the"
                  + " specimen is immortal where it was taken later, which makes survival look"
                  + " longer than it is.")
              .formatted(String.join(", ", asked)));
    }
    return Optional.of(String.join(" ", sentences));
  }
}
