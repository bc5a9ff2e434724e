package io.cohortrun.cli.pod;

import io.cohortrun.cli.pod.PodServer.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
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
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private volatile boolean begun;

  /**
   * Over Temporal's meters.
   *
   * @param nanos time that no clock's correction moves, {@link System#nanoTime}
   */
  Polling(MeterRegistry meters, LongSupplier nanos) {
    this.meters = meters;
    this.nanos = nanos;
  }

  /**
   * From now on all are polled.
   *
   * @param namespaces of Temporal
   */
  void begins(Collection<String> namespaces) {
    namespaces.forEach(n -> seen.put(n, new Seen(0, nanos.getAsLong())));
    begun = true;
  }

  /** {@code /readyz}: polls, in every namespace. */
  Answer ready() {
    return begun ? healthy() : Answer.of(false, "Temporal has not answered yet");
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
