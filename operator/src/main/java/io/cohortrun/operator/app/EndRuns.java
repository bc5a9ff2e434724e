package io.cohortrun.operator.app;

import io.cohortrun.operator.adapters.TemporalEngines;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngine.OpenRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends every open workflow of the watched namespaces, before the chart takes away what works for
 * them: without it they, and the workers that wait for them, would stay for ever. Each is asked
 * first, so that it publishes what there is.
 */
public final class EndRuns {

  private static final Logger LOG = LoggerFactory.getLogger(EndRuns.class);

  private static final Duration LAST_WORDS = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_SECONDS = 2;

  private final Supplier<Set<RunEngine>> engines;
  private final Predicate<String> ours;

  /**
   * Over what there is.
   *
   * @param ours Kubernetes namespaces that are watched: others may be another operator's
   */
  EndRuns(Supplier<Set<RunEngine>> engines, Predicate<String> ours) {
    this.engines = engines;
    this.ours = ours;
  }

  /**
   * With the operator's settings. Exit status 0: none is open; 1: some may be, and the log says
   * which.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PlatformFile platform = new PlatformFile(Path.of(System.getenv("COHORTRUN_PLATFORM")));
    PlatformFile.Content settings = platform.content();
    try (TemporalEngines engines = new TemporalEngines(settings.temporal(), platform)) {
      EndRuns end = new EndRuns(() -> engines.all(settings.namespaces()), settings::watches);
      System.exit(end.within(Clock.systemUTC()) ? 0 : 1);
    }
  }

  private boolean within(Clock clock) throws InterruptedException {
    Instant start = clock.instant();
    while (Duration.between(start, clock.instant()).compareTo(PATIENCE) < 0) {
      if (look(Duration.between(start, clock.instant()).compareTo(LAST_WORDS) >= 0)) {
        return true;
      }
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    }
    return false;
  }

  /**
   * Asks all that are open to end; a Temporal namespace that does not answer keeps no other from
   * it.
   *
   * @param force at once
   * @return whether all answered, and none was open
   */
  boolean look(boolean force) {
    List<String> open = new ArrayList<>();
    boolean all = true;
    for (RunEngine engine : engines.get()) {
      try {
        for (OpenRun run : engine.open()) {
          if (ours.test(run.namespace())) {
            open.add(run.workflowId());
            engine.end(run.workflowId(), force);
            LOG.info("{} is {}", run.workflowId(), force ? "terminated" : "asked to end");
          }
        }
      } catch (EngineAway e) {
        LOG.warn("not all is known to have ended, tried again: {}", e.getMessage());
        all = false;
      }
    }
    return all && open.isEmpty();
  }
}
