package io.cohortrun.operator.app;

import io.cohortrun.operator.app.ListedRuns.Listed;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngine.OpenRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends workflows whose CohortRun is gone: no finalizer holds a run, so that it, its namespace, the
 * operator and the kind itself can go in any order. Level-triggered: it looks at what there is, and
 * remembers only since when.
 */
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** A run that was made a moment ago may not be in the list yet. */
  private static final Duration DOUBT = Duration.ofSeconds(30);

  /** Time to publish what there is, before the end is forced. */
  private static final Duration LAST_WORDS = Duration.ofMinutes(1);

  /** By then whoever watches runs has seen a change, or sees none. */
  private static final Duration UNSEEN = Duration.ofMinutes(2);

  private final Supplier<Set<RunEngine>> engines;

  private final Supplier<Set<Listed>> runs;
  private final Predicate<String> ours;
  private final Runnable answered;
  private final Clock clock;
  private final Map<String, Instant> orphanSince = new HashMap<>();
  private final Map<String, Instant> unseenSince = new HashMap<>();

  /**
   * Over what there is.
   *
   * @param ours Kubernetes namespaces that are watched: others may be another operator's
   * @param runs every CohortRun of the watched namespaces, from the API server
   * @param answered told after each look at all that there is: API server and Temporal answered,
   *     and no run's spec has waited for long to be judged
   */
  Sweeper(
      Supplier<Set<RunEngine>> engines,
      Predicate<String> ours,
      Supplier<Set<Listed>> runs,
      Runnable answered,
      Clock clock) {
    this.engines = engines;
    this.ours = ours;
    this.runs = runs;
    this.answered = answered;
    this.clock = clock;
  }

  /** Looks once. A Temporal namespace that does not answer keeps no other from being swept. */
  void sweep() {
    Set<String> orphans = new HashSet<>();
    Set<String> unseen = new HashSet<>();
    boolean all = true;
    for (RunEngine engine : engines.get()) {
      try {
        List<OpenRun> open = engine.open();
        // Listed afterwards: who has a workflow by then, and still exists, is in it.
        Set<Listed> listed = runs.get();
        Set<String> uids = listed.stream().map(Listed::uid).collect(Collectors.toSet());
        unseen =
            listed.stream().filter(r -> !r.seen()).map(Listed::uid).collect(Collectors.toSet());
        for (OpenRun workflow : open) {
          if (!ours.test(workflow.namespace()) || uids.contains(workflow.uid())) {
            orphanSince.remove(workflow.workflowId());
          } else {
            orphans.add(workflow.workflowId());
            end(engine, workflow.workflowId());
          }
        }
      } catch (EngineAway e) {
        LOG.debug("not swept: {}", e.getMessage());
        all = false;
      }
    }
    if (all) {
      orphanSince.keySet().retainAll(orphans);
      if (areSeen(unseen)) {
        answered.run();
      }
    }
  }

  /** Whether none of those waits for long: a watch that died tells nobody, the list does. */
  private boolean areSeen(Set<String> unseen) {
    Instant now = clock.instant();
    unseenSince.keySet().retainAll(unseen);
    unseen.forEach(uid -> unseenSince.putIfAbsent(uid, now));
    List<String> late =
        unseenSince.entrySet().stream()
            .filter(e -> Duration.between(e.getValue(), now).compareTo(UNSEEN) >= 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!late.isEmpty()) {
      LOG.warn(
          "{} runs, {} among them, were changed over {} ago and their status says nothing of it: are runs still watched, and do turns end?",
          late.size(),
          late.getFirst(),
          UNSEEN);
    }
    return late.isEmpty();
  }

  private void end(RunEngine engine, String workflowId) throws EngineAway {
    Instant now = clock.instant();
    Duration alone = Duration.between(orphanSince.computeIfAbsent(workflowId, first -> now), now);
    if (alone.compareTo(DOUBT) >= 0) {
      boolean force = alone.compareTo(DOUBT.plus(LAST_WORDS)) >= 0;
      LOG.info("{} has no CohortRun: {}", workflowId, force ? "terminated" : "cancelled");
      engine.end(workflowId, force);
    }
  }
}
