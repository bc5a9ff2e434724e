package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;

/** Pure: reads the failure of a shard activity. */
final class Losses {

  private Losses() {}

  /** The last heartbeat of a worker that fell silent; empty for every other failure. */
  static Optional<ShardProgress> silent(ActivityFailure failure) {
    if (failure.getCause() instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
        && timeout.getLastHeartbeatDetails().getSize() > 0) {
      return Optional.ofNullable(timeout.getLastHeartbeatDetails().get(ShardProgress.class));
    }
    return Optional.empty();
  }

  /**
   * A worker that fell silent with {@code last} as its last heartbeat.
   *
   * @param word why, from the operator ({@link io.cohortrun.workflows.contract.WorkerLost#reason}),
   *     or null where it sent none in time
   */
  static Loss silent(ShardProgress last, String word) {
    return switch (word == null ? "" : word) {
      // The platform took the worker, as it may: like a drain without the time for it.
      case "Preempted", "Evicted" -> Loss.of(Loss.Kind.DRAINED, "the worker was " + word);
      case "NodeLost" -> Loss.of(Loss.Kind.INFRASTRUCTURE, "the worker's node was lost");
      default ->
          new Loss(
              Loss.Kind.DEATH,
              last.row() < 0 ? ShardInput.WHOLE_SHARD : last.row(),
              "the worker died" + (word == null ? "" : ": " + word),
              word);
    };
  }

  /** Every other failure. */
  static Loss of(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof CanceledFailure) {
      return Loss.of(Loss.Kind.DRAINED, "stopped at a checkpoint");
    }
    if (cause instanceof ApplicationFailure said) {
      return Loss.of(kind(said.getType()), said.getOriginalMessage());
    }
    if (cause instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT) {
      return Loss.of(Loss.Kind.DEATH, "the worker died before its first heartbeat");
    }
    return Loss.of(Loss.Kind.INFRASTRUCTURE, String.valueOf(failure.getMessage()));
  }

  /** What a try without receipt took, by its failure's details or its last heartbeat. */
  static Usage usage(ActivityFailure failure) {
    Optional<ShardProgress> silent = silent(failure);
    if (silent.isPresent()) {
      return silent.get().usage();
    }
    return failure.getCause() instanceof ApplicationFailure said && said.getDetails().getSize() > 0
        ? said.getDetails().get(Usage.class)
        : Usage.NONE;
  }

  private static Loss.Kind kind(String type) {
    return switch (type) {
      case ShardFailure.DRAINED -> Loss.Kind.DRAINED;
      case ShardFailure.MODEL -> Loss.Kind.MODEL;
      default -> Loss.Kind.INFRASTRUCTURE;
    };
  }
}
