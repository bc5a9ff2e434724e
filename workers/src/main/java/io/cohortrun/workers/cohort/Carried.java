package io.cohortrun.workers.cohort;

import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows that an attempt takes over from the one before: all that ended there in an outcome that is
 * not tried again.
 */
public final class Carried {

  private Carried() {}

  /** By row; empty for a first attempt, and where the attempt before never got to an outcome. */
  static SortedMap<Integer, SlideOutcome> of(RunFiles files, List<Outcome> retryCodes)
      throws IOException {
    SortedMap<Integer, SlideOutcome> carried = new TreeMap<>();
    Optional<RunFiles> before = files.before();
    if (before.isEmpty()) {
      return carried;
    }
    before
        .get()
        .outcomes()
        .forEach(
            (row, outcome) -> {
              if (!isTriedAgain(outcome.outcome(), retryCodes)) {
                carried.put(row, outcome);
              }
            });
    return carried;
  }

  /** Pure: {@code retryCodes} names the codes; where it is empty, every failure is tried again. */
  public static boolean isTriedAgain(Outcome outcome, List<Outcome> retryCodes) {
    return retryCodes.isEmpty() ? outcome.isFailure() : retryCodes.contains(outcome);
  }
}
