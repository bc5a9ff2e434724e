package io.cohortrun.operator.decide;

/** What people are told when a workflow is not what the status says. */
final class Sentences {

  private static final String THEN =
      "; finished slides are in the output and are found again: raise spec.retry to go on from them as the next attempt";

  private Sentences() {}

  static String lost(Attempt attempt) {
    return "Temporal no longer has workflow %s, which this run started: it was removed, or the server lost its database"
            .formatted(attempt.workflowId())
        + THEN;
  }

  static String foreign(Attempt attempt) {
    return "Temporal has another workflow under the id %s than the one that this run started"
            .formatted(attempt.workflowId())
        + THEN;
  }
}
