package io.cohortrun.workers.population;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is read of a {@code run.json}.
 *
 * @param choices point to choice, see {@link NamedChoices}; empty in records of earlier releases
 */
record RecordedChoices(SortedMap<String, String> choices) {

  RecordedChoices {
    choices = choices == null ? new TreeMap<>() : choices;
  }
}
