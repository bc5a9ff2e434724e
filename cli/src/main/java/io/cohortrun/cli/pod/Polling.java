package io.cohortrun.cli.pod;

import io.cohortrun.cli.pod.PodServer.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether workflow tasks are asked for, by the count that Temporal's client keeps of its polls. One
 * that fails counts, too: a Temporal that is away is no reason to begin anew.
 */
final class Polling {

  /** Temporal answers a poll after a minute at the latest; between failed ones is another. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  static final String POLLS = "temporal_long_request";

  private record Seen(double polls, Instant when) {}

  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private volatile boolean begun;

  Polling(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * From now on all are polled.
   *
   * @param namespaces of Temporal
   */
  void begins(Collection<String> namespaces) {
    namespaces.forEach(n -> seen.put(n, new Seen(0, clock.instant())));
    begun = true;
  }

  /** {@code /readyz}: polls, in every namespace. */
  Answer ready() {
    return begun ? healthy() : Answer.of(false, "Temporal has not answered yet");
  }

  /** {@code /healthz}: waits for Temporal to answer for the first time, or polls. */
  Answer healthy() {
    seen.replaceAll((namespace, before) -> newer(before, polls(namespace)));
    Instant limit = clock.instant().minus(SILENCE);
    return seen.entrySet().stream()
        .filter(e -> e.getValue().when().isBefore(limit))
        .findFirst()
        .map(
            e ->
                Answer.of(
                    false,
                    "no poll in Temporal namespace %s since %s"
                        .formatted(e.getKey(), e.getValue().when())))
        .orElseGet(() -> Answer.of(true, ""));
  }

  private Seen newer(Seen before, double polls) {
    return polls == before.polls() ? before : new Seen(polls, clock.instant());
  }

  double polls(String namespace) {
    return meters
        .find(POLLS)
        .tag("operation", "PollWorkflowTaskQueue")
        .tag("namespace", namespace)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
