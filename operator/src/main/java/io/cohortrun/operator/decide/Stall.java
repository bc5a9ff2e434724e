package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.cohortrun.workflows.contract.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
      List<Waiting> waits = need.waits(o);
      Optional<Waiting> broken = waits.stream().filter(w -> isBroken(w, o)).findFirst();
      if (broken.isPresent()) {
        return Verdict.yes(ConditionType.STALLED, broken.get().reason(), broken.get().sentence());
      }
      if (progress.phase().equals(TILES) && lasts(silentSince(waits, o), SILENT_FOR, o)) {
        String since = "no slide and no tile has finished since " + o.lastProgress();
        return Verdict.yes(
            ConditionType.STALLED,
            ConditionReason.NO_PROGRESS,
            waits.stream()
                .findFirst()
                .map(w -> since + ": " + w.sentence())
                .orElse(since + "; look at the workers' logs and at the workflow in Temporal"));
      }
    }
    return Verdict.no(
        ConditionType.STALLED, ConditionReason.PROGRESSING, "nothing waits longer than it should");
  }

  /** Not before the latest wait began; and now, where all of them are for what others hold. */
  private static Instant silentSince(List<Waiting> waits, Observation o) {
    boolean inTurn = !waits.isEmpty() && waits.stream().allMatch(w -> IN_TURN.contains(w.reason()));
    return inTurn
        ? o.now()
        : waits.stream()
            .map(Waiting::since)
            .filter(since -> since.isAfter(o.lastProgress()))
            .max(Comparator.naturalOrder())
            .orElse(o.lastProgress());
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
