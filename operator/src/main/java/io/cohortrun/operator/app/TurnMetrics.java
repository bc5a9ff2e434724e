package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Turns by how they ended, their time, and what they wrote. */
final class TurnMetrics {

  /** How a turn ended. */
  enum Result {
    DONE,
    /** The run changed, or went, since it was read: taken again at once. */
    CONFLICT,
    FAILED
  }

  private record End(String namespace, State state) {}

  private final Map<Result, Counter> results = new EnumMap<>(Result.class);
  private final Map<End, Counter> ends = new HashMap<>();
  private final RunNamespaces namespaces;
  private final Timer seconds;
  private final Counter writes;
  private final Counter starts;

  /** Registers all meters, so that each exists from the start with its zero. */
  TurnMetrics(MeterRegistry meters, RunNamespaces namespaces) {
    this.namespaces = namespaces;
    for (Result result : Result.values()) {
      results.put(
          result,
          Counter.builder("cohortrun_reconciles_total")
              .description("Turns of one run by result: done, conflict, failed.")
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
    for (String namespace : namespaces.all()) {
      Arrays.stream(State.values())
          .filter(State::isTerminal)
          .forEach(
              state ->
                  ends.put(
                      new End(namespace, state),
                      Counter.builder("cohortrun_runs_ended_total")
                          .description("Attempts that ended, by state.")
                          .tag("state", state.name())
                          .tag(RunNamespaces.LABEL, namespace)
                          .register(meters)));
    }
    seconds =
        Timer.builder("cohortrun_reconcile_seconds")
            .description("Time of one turn of one run.")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10))
            .register(meters);
    writes =
        Counter.builder("cohortrun_status_writes_total")
            .description("Statuses that the API server took.")
            .register(meters);
    starts =
        Counter.builder("cohortrun_starts_total")
            .description("Workflows whose start is known: run ids that were written.")
            .register(meters);
  }

  /** Times one turn. */
  <T> T timed(Supplier<T> turn) {
    return seconds.record(turn);
  }

  void ended(Result result) {
    results.get(result).increment();
  }

  /** A status was taken, of a run in that namespace. */
  void wrote(String namespace, CohortRunStatus before, CohortRunStatus next) {
    writes.increment();
    boolean ended = next.getState() != null && next.getState().isTerminal();
    if (ended && (before == null || before.getState() != next.getState())) {
      ends.get(new End(namespaces.of(namespace), next.getState())).increment();
    }
    if (next.getRunId() != null && (before == null || before.getRunId() == null)) {
      starts.increment();
    }
  }
}
