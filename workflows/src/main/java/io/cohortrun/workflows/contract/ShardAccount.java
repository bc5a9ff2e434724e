package io.cohortrun.workflows.contract;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

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
 * @param shortOfMemory rows of {@code deaths} with which the last worker that died was {@link
 *     WorkerLost#OOM_KILLED}; empty where an earlier release counted
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
    SortedSet<Integer> shortOfMemory) {

  public ShardAccount {
    shortOfMemory = shortOfMemory == null ? new TreeSet<>() : shortOfMemory;
  }
}
