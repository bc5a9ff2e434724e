package io.cohortrun.workflows.contract;

/**
 * Heartbeat details of a shard activity: tiny, and only a hint, since Temporal throttles them.
 *
 * @param worker pod UID, or process id locally
 * @param row the slide in flight, -1 between slides
 * @param tile tiles of that slide done
 * @param slidesDone slides of the shard done
 * @param usage what the try took so far, as if it were killed now
 */
public record ShardProgress(String worker, int row, int tile, int slidesDone, Usage usage) {

  public ShardProgress {
    usage = Usage.given(usage);
  }
}
