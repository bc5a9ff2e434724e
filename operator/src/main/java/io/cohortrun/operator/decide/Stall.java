package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.cohortrun.workflows.contract.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether a run stands still and nothing but a person, or capacity, will move it. */
final class Stall {

  /** Waits that do not end by themselves; a moment for the kubelet to try again. */
  private static final Set<String> BROKEN =
      Set.of(
          ConditionReason.IMAGE_UNAVAILABLE,
          ConditionReason.WORKERS_REFUSED,
          ConditionReason.MOUNT_UNAVAILABLE,
          ConditionReason.VOLUMES_PENDING,
          ConditionReason.GPU_NOT_VISIBLE,
          ConditionReason.WORKERS_FAILING);

  private static final Duration BROKEN_FOR = Duration.ofSeconds(30);

  /** Waits for what others hold, which ends without anybody's doing. */
  private static final Set<String> IN_TURN =
      Set.of(ConditionReason.NO_GPU_CAPACITY, ConditionReason.QUEUED);

  /** The phase in which tiles tell whether a run moves. */
  private static final String TILES = "Infer";

  /** Longer than a shard takes to its first checkpoint, with staging. */
  private static final Duration SILENT_FOR = Duration.ofMinutes(15);

  private Stall() {}

  static Verdict judge(Observation o, Need need, RunProgress progress) {
    if (need.idle().isEmpty()) {
      Optional<Waiting> waiting = need.waiting(o);
      if (waiting.filter(w -> isBroken(w, o)).isPresent()) {
        return Verdict.yes(ConditionType.STALLED, waiting.get().reason(), waiting.get().sentence());
      }
      if (progress.phase().equals(TILES)
          && waiting.filter(w -> IN_TURN.contains(w.reason())).isEmpty()
          && lasts(o.lastProgress(), SILENT_FOR, o)) {
        String since = "no slide and no tile has finished since " + o.lastProgress();
        return Verdict.yes(
            ConditionType.STALLED,
            ConditionReason.NO_PROGRESS,
            waiting
                .map(w -> since + ": " + w.sentence())
                .orElse(since + "; look at the workers' logs and at the workflow in Temporal"));
      }
    }
    return Verdict.no(
        ConditionType.STALLED, ConditionReason.PROGRESSING, "nothing waits longer than it should");
  }

  /** A node counts as lost when the cluster has waited for it already. */
  private static boolean isBroken(Waiting waiting, Observation o) {
    return waiting.reason().equals(ConditionReason.NODE_LOST)
        || (BROKEN.contains(waiting.reason()) && lasts(waiting.since(), BROKEN_FOR, o));
  }

  private static boolean lasts(Instant since, Duration limit, Observation o) {
    return Duration.between(since, o.now()).compareTo(limit) >= 0;
  }
}
