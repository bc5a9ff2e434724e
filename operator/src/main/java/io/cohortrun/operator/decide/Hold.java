package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.Observation;
import java.util.Optional;

/**
 * Why nothing may be scheduled.
 *
 * @param reason of {@link ConditionReason}
 */
record Hold(String reason, String sentence) {

  /** The hold that a person would name first, if any. */
  static Optional<Hold> on(Observation o) {
    if (o.wanted().suspend()) {
      return Optional.of(
          new Hold(
              ConditionReason.SUSPENDED_BY_USER,
              "spec.suspend is true; set it to false to go on from the last checkpoint"));
    }
    if (o.platformPaused()) {
      return Optional.of(
          new Hold(
              ConditionReason.SUSPENDED_BY_PLATFORM,
              "an administrator holds all runs; nothing is lost, the run goes on when they are released"));
    }
    return Limits.reached(o).map(sentence -> new Hold(ConditionReason.CEILING_REACHED, sentence));
  }
}
