package io.cohortrun.operator.app;

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

  private final Supplier<Set<RunEngine>> engines;
  private final Supplier<Set<String>> runs;
  private final Predicate<String> ours;
  private final Runnable answered;
  private final Clock clock;
  private final Map<String, Instant> orphanSince = new HashMap<>();

  /**
   * Over what there is.
   *
   * @param ours Kubernetes namespaces that are watched: others may be another operator's
   * @param runs uids of every CohortRun of the watched namespaces, from the API server
   * @param answered told after each look at all that there is: API server and Temporal answered
   */
  Sweeper(
      Supplier<Set<RunEngine>> engines,
      Predicate<String> ours,
      Supplier<Set<String>> runs,
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
    boolean all = true;
    for (RunEngine engine : engines.get()) {
      try {
        List<OpenRun> open = engine.open();
        // Listed afterwards: who has a workflow by then, and still exists, is in it.
        Set<String> uids = runs.get();
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
      answered.run();
    }
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
