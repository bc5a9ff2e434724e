package io.cohortrun.workflows.plan;

/**
 * How large a shard should be.
 *
 * @param tilesPerSecond expected rate of one worker, above 0
 * @param shardMinutes minutes of work aimed at in one shard, 1..60
 * @param parallel shards that may be in flight at once, at least 1: a small cohort is cut finely
 *     enough to keep that many workers busy
 */
public record PackingSettings(double tilesPerSecond, int shardMinutes, int parallel) {

  public PackingSettings {
    if (!(tilesPerSecond > 0) || Double.isInfinite(tilesPerSecond)) {
      throw new IllegalArgumentException("tiles per second must be above 0: " + tilesPerSecond);
    }
    if (shardMinutes < 1 || shardMinutes > Packing.MAX_SHARD_MINUTES) {
      throw new IllegalArgumentException("shard minutes must be 1..60: " + shardMinutes);
    }
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
    }
  }

  /** Tiles that one worker infers in {@code minutes}. */
  long tilesIn(int minutes) {
    return Math.round(Math.min(tilesPerSecond * 60 * minutes, 1 << 29));
  }
}
