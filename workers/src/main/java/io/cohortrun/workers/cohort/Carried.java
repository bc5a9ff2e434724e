package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows that an attempt takes over from the one before: all that ended there and are not tried
 * again.
 */
final class Carried {

  private Carried() {}

  /** By row; empty for a first attempt, and where the attempt before never got to an outcome. */
  static SortedMap<Integer, SlideOutcome> of(RunFiles files, Manifest manifest) throws IOException {
    SortedMap<Integer, SlideOutcome> carried = new TreeMap<>();
    Optional<RunFiles> before = files.before();
    if (before.isEmpty()) {
      return carried;
    }
    RetryChoice choice = RetryChoice.of(files.input());
    before
        .get()
        .outcomes()
        .forEach(
            (row, outcome) -> {
              if (!choice.isTriedAgain(outcome.outcome(), manifest.rows().get(row).slideId())) {
                carried.put(row, outcome);
              }
            });
    return carried;
  }
}
