package io.cohortrun.cli.pod;

import io.cohortrun.cli.pod.PodServer.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether workflow tasks are asked for, by the count that Temporal's client keeps of its polls. One
 * that fails counts, too: a Temporal that is away is no reason to begin anew.
 */
final class Polling {

  /** Temporal answers a poll after a minute at the latest; between failed ones is another. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  static final String POLLS = "temporal_long_request";

  private record Seen(double polls, long nanos) {}

  private final MeterRegistry meters;
  private final LongSupplier nanos;
  private final List<String> namespaces;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Over Temporal's meters.
   *
   * @param nanos time that no clock's correction moves, {@link System#nanoTime}
   * @param namespaces of Temporal, all of which are to be polled
   */
  Polling(MeterRegistry meters, LongSupplier nanos, List<String> namespaces) {
    this.meters = meters;
    this.nanos = nanos;
    this.namespaces = namespaces;
  }

  /** From now on this one is polled. */
  void begins(String namespace) {
    seen.put(namespace, new Seen(0, nanos.getAsLong()));
  }

  /** {@code /readyz}: polls, in every namespace. */
  Answer ready() {
    return namespaces.stream()
        .filter(n -> !seen.containsKey(n))
        .findFirst()
        .map(n -> Answer.of(false, "Temporal namespace %s has not answered yet".formatted(n)))
        .orElseGet(this::healthy);
  }

  /** {@code /healthz}: waits for Temporal to answer for the first time, or polls. */
  Answer healthy() {
    seen.replaceAll((namespace, before) -> newer(before, polls(namespace)));
    long now = nanos.getAsLong();
    return seen.entrySet().stream()
        .filter(e -> now - e.getValue().nanos() > SILENCE.toNanos())
        .findFirst()
        .map(
            e ->
                Answer.of(
                    false,
                    "no poll in Temporal namespace %s for %d s"
                        .formatted(
                            e.getKey(), Duration.ofNanos(now - e.getValue().nanos()).toSeconds())))
        .orElseGet(() -> Answer.of(true, ""));
  }

  private Seen newer(Seen before, double polls) {
    return polls == before.polls() ? before : new Seen(polls, nanos.getAsLong());
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
