package io.cohortrun.workflows.contract;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What has been charged to one shard so far.
 *
 * @param shard shard index inside its partition
 * @param tries tries that ended
 * @param infrastructure times it was lost to dead workers, timeouts and unreachable stores
 * @param model times a worker refused or failed the model on it
 * @param deaths row to times that a worker died with the row in flight
 * @param failures row to times that the row failed with a retryable code
 * @param setAside rows not to be inferred again; {@link ShardInput#ALL_ROWS} for all of them
 * @param alone the suspect row that the next try runs alone, or {@link ShardInput#WHOLE_SHARD}
 * @param lastDeath the platform's word on the last worker that died ({@link WorkerLost#reason});
 *     null where none died, nobody said why, or an earlier release counted
 */
public record ShardAccount(
    int shard,
    int tries,
    int infrastructure,
    int model,
    SortedMap<Integer, Integer> deaths,
    SortedMap<Integer, Integer> failures,
    SortedSet<Integer> setAside,
    int alone,
    String lastDeath) {

  /** The same after the death of a worker. */
  public ShardAccount withLastDeath(String word) {
    return new ShardAccount(
        shard, tries, infrastructure, model, deaths, failures, setAside, alone, word);
  }
}
