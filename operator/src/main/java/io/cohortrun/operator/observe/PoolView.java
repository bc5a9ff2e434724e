package io.cohortrun.operator.observe;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool as the cluster has it.
 *
 * @param wanted workers its Job asks for; 0 where there is no Job
 * @param ready pods that are ready
 * @param waiting why a pod that is wanted does not run, the longest wait first
 */
public record PoolView(int wanted, int ready, Optional<Waiting> waiting) {

  /** No Job, no pods. */
  public static final PoolView EMPTY = new PoolView(0, 0, Optional.empty());

  /** The same, where nothing else is known to be missing but a Job that was refused. */
  public PoolView refused(Optional<Waiting> refusal) {
    return new PoolView(wanted, ready, waiting.or(() -> refusal));
  }

  /**
   * Something that keeps a pod from running.
   *
   * @param reason of {@link io.cohortrun.crds.v1alpha1.ConditionReason}
   * @param sentence what is missing, and where
   * @param since when the pod began to wait for it
   */
  public record Waiting(String reason, String sentence, Instant since) {}
}
