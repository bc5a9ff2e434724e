package io.cohortrun.workers.slide.read.tiff;

import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code |name = value} fields of an Aperio image description. */
final class AperioDescription {

  private AperioDescription() {}

  /** Fields by name, values stripped and otherwise as written. */
  static SortedMap<String, String> parse(String description) {
    SortedMap<String, String> fields = new TreeMap<>();
    String[] parts = description.split("\\|", -1);
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(
            parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1).strip());
      }
    }
    return fields;
  }
}
