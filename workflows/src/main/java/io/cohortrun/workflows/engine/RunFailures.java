package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.SignOff;
import io.temporal.failure.ApplicationFailure;

/** The failures by which a run ends deliberately. */
final class RunFailures {

  private RunFailures() {}

  /** A run that cannot go on as it was asked for. */
  static ApplicationFailure of(String type, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, type);
  }

  /** A run whose reviewer said no. */
  static ApplicationFailure rejected(SignOff decision) {
    String words = decision.comment().isBlank() ? "" : ": " + decision.comment().strip();
    return of(
        "Rejected",
        "%s did not approve of the results, and nothing is published%s"
            .formatted(decision.approver(), words));
  }

  /** What an activity or a partition said at the root of {@code failure}, as the run's own. */
  static ApplicationFailure of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ApplicationFailure said) {
        return ApplicationFailure.newBuilder()
            .setMessage(said.getOriginalMessage())
            .setType(said.getType())
            .setDetails(said.getDetails())
            .setNonRetryable(true)
            .setCause(failure)
            .build();
      }
    }
    return ApplicationFailure.newBuilder()
        .setMessage(String.valueOf(failure.getMessage()))
        .setType(failure.getClass().getSimpleName())
        .setNonRetryable(true)
        .setCause(failure)
        .build();
  }
}
