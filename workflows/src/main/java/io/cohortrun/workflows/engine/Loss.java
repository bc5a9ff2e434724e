package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.WorkerLost;

/**
 * A try of a shard that gave no receipt.
 *
 * @param kind whose budget is charged
 * @param row the slide in flight when it is to be suspected, or {@link ShardInput#WHOLE_SHARD}
 * @param message what happened, one sentence
 * @param word of the platform on a worker that died ({@link WorkerLost#reason}), or null
 */
record Loss(Kind kind, int row, String message, String word) {

  enum Kind {
    /** Stopped on purpose after a checkpoint: charges nothing. */
    DRAINED,
    /** Worker, network or store: charges the shard's infrastructure budget. */
    INFRASTRUCTURE,
    /** The worker died and may have died of the slide: infrastructure, and the row is suspected. */
    DEATH,
    /** The bundle did not load or drifted: charges the shard's model budget. */
    MODEL
  }

  static Loss of(Kind kind, String message) {
    return new Loss(kind, ShardInput.WHOLE_SHARD, message, null);
  }
}
