package io.cohortrun.operator.apply;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.cohortrun.operator.ports.WorkerPools;
import io.cohortrun.operator.ports.WorkersRefused;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Worker Jobs, and which of them the API server refused, since when. That is in memory: after a
 * restart they are asked for again.
 */
final class AskedPools {

  private record Key(String runUid, Pool pool) {}

  private final WorkerPools pools;
  private final Clock clock;
  private final Map<Key, Waiting> refused = new ConcurrentHashMap<>();

  AskedPools(WorkerPools pools, Clock clock) {
    this.pools = pools;
    this.clock = clock;
  }

  /** Asks for so many; the next turn says so where they are refused, and asks again. */
  void scale(RunPlace run, Pool pool, Epoch epoch, int replicas, WorkerProfile profile) {
    Key key = new Key(run.uid(), pool);
    try {
      pools.scale(run, pool, epoch, replicas, profile);
      refused.remove(key);
    } catch (WorkersRefused e) {
      Waiting now = new Waiting(ConditionReason.WORKERS_REFUSED, e.getMessage(), clock.instant());
      refused.merge(
          key, now, (first, again) -> new Waiting(again.reason(), again.sentence(), first.since()));
    }
  }

  void remove(RunPlace run, Pool pool) {
    refused.remove(new Key(run.uid(), pool));
    pools.remove(run, pool);
  }

  Optional<Waiting> refusal(String runUid, Pool pool) {
    return Optional.ofNullable(refused.get(new Key(runUid, pool)));
  }

  void forgetAllBut(Set<String> runUids) {
    refused.keySet().removeIf(key -> !runUids.contains(key.runUid()));
  }

  void forget(String runUid) {
    refused.keySet().removeIf(key -> key.runUid().equals(runUid));
  }
}
