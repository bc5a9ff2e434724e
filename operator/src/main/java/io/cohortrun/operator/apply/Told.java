package io.cohortrun.operator.apply;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lost workers that workflows were told of, per run. In memory: after a restart they are told
 * again, which does no harm.
 */
final class Told {

  private final Map<String, Set<String>> pods = new ConcurrentHashMap<>();

  /** Of one run, without pods that are gone from the cluster. */
  Set<String> of(String runUid, Collection<String> podsThere) {
    Set<String> told = pods.computeIfAbsent(runUid, uid -> ConcurrentHashMap.newKeySet());
    told.retainAll(podsThere);
    return told;
  }

  void forget(String runUid) {
    pods.remove(runUid);
  }
}
