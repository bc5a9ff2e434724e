package io.cohortrun.operator.observe;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool as the cluster has it.
 *
 * @param wanted workers its Job asks for; 0 where there is no Job
 * @param ready pods that are ready
 * @param replacement number that its Job is to have, of {@link Epoch}
 * @param due whether that Job is yet to be made, or others to be removed
 * @param waiting why a pod that is wanted does not run, the longest wait first
 */
public record PoolView(
    int wanted, int ready, int replacement, boolean due, Optional<Waiting> waiting) {

  /** No Job, no pods. */
  public static final PoolView EMPTY = new PoolView(0, 0, Optional.empty());

  /** Of a Job that was never replaced. */
  public PoolView(int wanted, int ready, Optional<Waiting> waiting) {
    this(wanted, ready, 0, false, waiting);
  }

  /**
   * The same, where nothing else is known to be missing but a Job that was refused: the first, or
   * the one that is to take the place of another.
   */
  public PoolView refused(Optional<Waiting> refusal) {
    return new PoolView(
        wanted,
        ready,
        replacement,
        due,
        waiting.map(w -> due ? w.and(refusal) : w).or(() -> refusal));
  }

  /**
   * Something that keeps a pod from running.
   *
   * @param reason of {@link io.cohortrun.crds.v1alpha1.ConditionReason}
   * @param sentence what is missing, and where
   * @param since when the pod began to wait for it
   */
  public record Waiting(String reason, String sentence, Instant since) {

    /** The same, and what the way out of it waits for. */
    Waiting and(Optional<Waiting> further) {
      return further
          .map(w -> new Waiting(reason, sentence + "; " + w.sentence(), since))
          .orElse(this);
    }
  }
}
